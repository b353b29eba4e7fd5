WITH "t1" AS (
  SELECT
    *
  FROM "days_active" AS "t0"
  WHERE
    "t0"."subject_id" IS NOT NULL
)
SELECT
  "t6"."subject_id",
  "t6"."first_at",
  MIN("t6"."day") AS "day",
  MIN("t6"."slice") AS "slice"
FROM (
  SELECT
    "t3"."subject_id",
    "t3"."account_id",
    "t3"."day",
    "t3"."first_at",
    "t3"."last_at",
    "t3"."slice",
    "t5"."actor",
    "t5"."earliest"
  FROM "t1" AS "t3"
  INNER JOIN (
    SELECT
      "t2"."subject_id" AS "actor",
      MIN("t2"."first_at") AS "earliest"
    FROM "t1" AS "t2"
    GROUP BY
      1
  ) AS "t5"
    ON "t3"."subject_id" = "t5"."actor" AND "t3"."first_at" = "t5"."earliest"
) AS "t6"
GROUP BY
  1,
  2
