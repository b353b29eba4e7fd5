SELECT
  "t1"."account_id",
  "t1"."purchase",
  "t1"."bought_at",
  "t1"."currency",
  "t1"."amount",
  "t1"."amount_reporting",
  "t1"."slice",
  (
    ROW_NUMBER() OVER (
      PARTITION BY "t1"."account_id"
      ORDER BY "t1"."bought_at" ASC, "t1"."purchase" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1
  ) + 1 AS "number"
FROM (
  SELECT
    "t0"."account_id",
    "t0"."purchase",
    "t0"."bought_at",
    "t0"."currency",
    "t0"."amount",
    "t0"."amount_reporting",
    '' AS "slice"
  FROM "purchase" AS "t0"
  WHERE
    (
      "t0"."amount_reporting" >= 0
    ) OR (
      "t0"."amount_reporting" IS NULL
    )
) AS "t1"
