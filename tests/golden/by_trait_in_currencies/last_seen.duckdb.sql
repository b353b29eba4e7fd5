SELECT
  "t4"."period",
  "t6"."slice",
  "t6"."subject_id",
  "t6"."day",
  (
    EPOCH(CAST("t4"."end_at" AS TIMESTAMP)) - EPOCH(CAST("t6"."last_at" AS TIMESTAMP))
  ) / 86400.0 AS "days_ago"
FROM (
  SELECT
    "t2"."subject_id",
    "t2"."account_id",
    "t2"."day",
    "t2"."first_at",
    "t2"."last_at",
    "t2"."slice",
    COALESCE(
      LEAD("t2"."last_at") OVER (
        PARTITION BY "t2"."subject_id"
        ORDER BY "t2"."last_at" ASC, "t2"."account_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      CAST(MAKE_TIMESTAMPTZ(2299, 1, 1, 0, 0, 0.0, 'UTC') AS TIMESTAMPTZ)
    ) AS "until"
  FROM (
    SELECT
      *
    FROM "days_active" AS "t0"
    WHERE
      "t0"."subject_id" IS NOT NULL
  ) AS "t2"
) AS "t6"
INNER JOIN (
  SELECT
    "t1"."period",
    "t1"."end_at"
  FROM "period" AS "t1"
  WHERE
    "t1"."period" > -1
) AS "t4"
  ON "t6"."last_at" < "t4"."end_at" AND "t6"."until" >= "t4"."end_at"
