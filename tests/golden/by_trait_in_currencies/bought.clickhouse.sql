SELECT
  "t6"."account_id" AS "account_id",
  "t6"."purchase" AS "purchase",
  "t6"."bought_at" AS "bought_at",
  "t6"."currency" AS "currency",
  "t6"."amount" AS "amount",
  "t6"."amount_reporting" AS "amount_reporting",
  "t6"."slice" AS "slice",
  (
    ROW_NUMBER() OVER (
      PARTITION BY "t6"."account_id"
      ORDER BY "t6"."bought_at" ASC, "t6"."purchase" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1
  ) + 1 AS "number"
FROM (
  SELECT
    "t5"."account_id" AS "account_id",
    "t5"."purchase" AS "purchase",
    "t5"."bought_at" AS "bought_at",
    "t5"."currency" AS "currency",
    "t5"."amount" AS "amount",
    "t5"."amount_reporting" AS "amount_reporting",
    COALESCE("t5"."value", '(none)') AS "slice"
  FROM (
    SELECT
      "t4"."account_id" AS "account_id",
      "t4"."purchase" AS "purchase",
      "t4"."bought_at" AS "bought_at",
      "t4"."currency" AS "currency",
      "t4"."amount" AS "amount",
      "t4"."amount_reporting" AS "amount_reporting",
      "t2"."account_id" AS "account_id_right",
      "t2"."value" AS "value",
      "t2"."valid_from" AS "valid_from",
      "t2"."valid_to" AS "valid_to"
    FROM (
      SELECT
        *
      FROM "purchase" AS "t0"
      WHERE
        (
          "t0"."amount_reporting" >= 0
        ) OR isNull("t0"."amount_reporting")
    ) AS "t4"
    LEFT OUTER JOIN "dimension" AS "t2"
      ON "t4"."account_id" = "t2"."account_id"
      AND "t4"."bought_at" >= "t2"."valid_from"
      AND "t4"."bought_at" < "t2"."valid_to"
  ) AS "t5"
) AS "t6"
