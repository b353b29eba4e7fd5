SELECT
  "t5".*
  EXCLUDE ("end_at", "start_at")
FROM (
  SELECT
    "t4"."account_id",
    "t4"."effective_at",
    "t4"."currency",
    "t4"."kind",
    "t4"."reason",
    "t4"."amount",
    "t4"."amount_reporting",
    "t4"."slice",
    "t2"."period",
    "t2"."start_at",
    "t2"."end_at"
  FROM (
    SELECT
      "t0"."account_id",
      "t0"."effective_at",
      "t0"."currency",
      "t0"."kind",
      "t0"."reason",
      "t0"."amount",
      "t0"."amount_reporting",
      COALESCE("t0"."plan", '(none)') AS "slice"
    FROM "mrr_change" AS "t0"
  ) AS "t4"
  INNER JOIN "period" AS "t2"
    ON "t4"."effective_at" >= "t2"."start_at" AND "t4"."effective_at" < "t2"."end_at"
) AS "t5"
