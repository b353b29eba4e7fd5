SELECT
  "t1"."account_id" AS "account_id",
  "t1"."purchase" AS "purchase",
  "t1"."bought_at" AS "bought_at",
  "t1"."currency" AS "currency",
  "t1"."amount" AS "amount",
  "t1"."amount_reporting" AS "amount_reporting",
  "t1"."slice" AS "slice",
  (
    ROW_NUMBER() OVER (
      PARTITION BY "t1"."account_id"
      ORDER BY "t1"."bought_at" ASC, "t1"."purchase" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1
  ) + 1 AS "number"
FROM (
  SELECT
    "t0"."account_id" AS "account_id",
    "t0"."purchase" AS "purchase",
    "t0"."bought_at" AS "bought_at",
    "t0"."currency" AS "currency",
    "t0"."amount" AS "amount",
    "t0"."amount_reporting" AS "amount_reporting",
    '' AS "slice"
  FROM "purchase" AS "t0"
  WHERE
    (
      "t0"."amount_reporting" >= 0
    ) OR isNull("t0"."amount_reporting")
) AS "t1"
