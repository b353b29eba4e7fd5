SELECT
  "t5".*
  EXCEPT ("end_at", "start_at")
FROM (
  SELECT
    "t4"."account_id" AS "account_id",
    "t4"."effective_at" AS "effective_at",
    "t4"."currency" AS "currency",
    "t4"."kind" AS "kind",
    "t4"."reason" AS "reason",
    "t4"."amount" AS "amount",
    "t4"."amount_reporting" AS "amount_reporting",
    "t4"."slice" AS "slice",
    "t2"."period" AS "period",
    "t2"."start_at" AS "start_at",
    "t2"."end_at" AS "end_at"
  FROM (
    SELECT
      "t0"."account_id" AS "account_id",
      "t0"."effective_at" AS "effective_at",
      "t0"."currency" AS "currency",
      "t0"."kind" AS "kind",
      "t0"."reason" AS "reason",
      "t0"."amount" AS "amount",
      "t0"."amount_reporting" AS "amount_reporting",
      COALESCE("t0"."plan", '(none)') AS "slice"
    FROM "mrr_change" AS "t0"
  ) AS "t4"
  INNER JOIN "period" AS "t2"
    ON "t4"."effective_at" >= "t2"."start_at" AND "t4"."effective_at" < "t2"."end_at"
) AS "t5"
