SELECT
  "t4"."period" AS "period",
  "t6"."slice" AS "slice",
  "t6"."subject_id" AS "subject_id",
  "t6"."day" AS "day",
  (
    toRelativeSecondNum("t4"."end_at") - toRelativeSecondNum("t6"."last_at")
  ) / 86400.0 AS "days_ago"
FROM (
  SELECT
    "t2"."subject_id" AS "subject_id",
    "t2"."account_id" AS "account_id",
    "t2"."day" AS "day",
    "t2"."first_at" AS "first_at",
    "t2"."last_at" AS "last_at",
    "t2"."slice" AS "slice",
    COALESCE(
      leadInFrame("t2"."last_at") OVER (
        PARTITION BY "t2"."subject_id"
        ORDER BY "t2"."last_at" ASC, "t2"."account_id" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      toTimeZone(
        CAST(parseDateTimeBestEffort('2299-01-01T00:00:00+00:00', 'UTC') AS Nullable(DateTime64(6, 'UTC'))),
        'UTC'
      )
    ) AS "until"
  FROM (
    SELECT
      *
    FROM "days_active" AS "t0"
    WHERE
      isNotNull("t0"."subject_id")
  ) AS "t2"
) AS "t6"
INNER JOIN (
  SELECT
    "t1"."period" AS "period",
    "t1"."end_at" AS "end_at"
  FROM "period" AS "t1"
  WHERE
    "t1"."period" > -1
) AS "t4"
  ON "t6"."last_at" < "t4"."end_at" AND "t6"."until" >= "t4"."end_at"
