WITH "t1" AS (
  SELECT
    *
  FROM "days_active" AS "t0"
  WHERE
    isNotNull("t0"."subject_id")
)
SELECT
  "t6"."subject_id" AS "subject_id",
  "t6"."first_at" AS "first_at",
  MIN("t6"."day") AS "day",
  MIN("t6"."slice") AS "slice"
FROM (
  SELECT
    "t3"."subject_id" AS "subject_id",
    "t3"."account_id" AS "account_id",
    "t3"."day" AS "day",
    "t3"."first_at" AS "first_at",
    "t3"."last_at" AS "last_at",
    "t3"."slice" AS "slice",
    "t5"."actor" AS "actor",
    "t5"."earliest" AS "earliest"
  FROM "t1" AS "t3"
  INNER JOIN (
    SELECT
      "t2"."subject_id" AS "actor",
      MIN("t2"."first_at") AS "earliest"
    FROM "t1" AS "t2"
    GROUP BY
      "t2"."subject_id"
  ) AS "t5"
    ON "t3"."subject_id" = "t5"."actor" AND "t3"."first_at" = "t5"."earliest"
) AS "t6"
GROUP BY
  "t6"."subject_id",
  "t6"."first_at"
