SELECT
  "t2"."subject_id" AS "subject_id",
  "t2"."first_at" AS "first_at",
  "t2"."day" AS "day",
  "t2"."slice" AS "slice"
FROM (
  SELECT
    "t1"."subject_id" AS "subject_id",
    "t1"."account_id" AS "account_id",
    "t1"."day" AS "day",
    "t1"."first_at" AS "first_at",
    "t1"."last_at" AS "last_at",
    "t1"."slice" AS "slice",
    ROW_NUMBER() OVER (
      PARTITION BY "t1"."subject_id"
      ORDER BY "t1"."first_at" ASC, "t1"."account_id" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place"
  FROM (
    SELECT
      *
    FROM "days_active" AS "t0"
    WHERE
      isNotNull("t0"."subject_id")
  ) AS "t1"
) AS "t2"
WHERE
  "t2"."place" = 0
