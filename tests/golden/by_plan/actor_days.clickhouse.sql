SELECT DISTINCT
  "t0"."subject_id" AS "subject_id",
  "t0"."day" AS "day",
  "t0"."slice" AS "slice"
FROM "days_active" AS "t0"
WHERE
  "t0"."day" > -1 AND isNotNull("t0"."subject_id")
