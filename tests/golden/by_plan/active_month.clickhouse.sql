SELECT
  "t10"."period" AS "period",
  "t10"."to_day" AS "to_day",
  "t10"."stretches" AS "stretches",
  "t10"."slice" AS "slice",
  "t10"."subject_id" AS "subject_id",
  COUNT(*) AS "days"
FROM (
  SELECT
    "t3"."subject_id" AS "subject_id",
    "t3"."day" AS "day",
    "t3"."slice" AS "slice",
    "t9"."period" AS "period",
    "t9"."from_day" AS "from_day",
    "t9"."to_day" AS "to_day",
    "t9"."stretches" AS "stretches",
    "t9"."on" AS "on"
  FROM "actor_days" AS "t3"
  INNER JOIN (
    SELECT
      "t6"."period" AS "period",
      "t6"."from_day" AS "from_day",
      "t6"."to_day" AS "to_day",
      "t6"."stretches" AS "stretches",
      "t7"."on" AS "on"
    FROM (
      SELECT
        "t1"."period" AS "period",
        "t1"."first_day" AS "from_day",
        "t1"."last_day" AS "to_day",
        1 AS "stretches"
      FROM "period_days" AS "t1"
    ) AS "t6"
    INNER JOIN (
      SELECT
        "t2"."day" AS "on"
      FROM "day" AS "t2"
    ) AS "t7"
      ON "t7"."on" >= "t6"."from_day" AND "t7"."on" <= "t6"."to_day"
  ) AS "t9"
    ON "t3"."day" = "t9"."on"
) AS "t10"
GROUP BY
  "t10"."period",
  "t10"."to_day",
  "t10"."stretches",
  "t10"."slice",
  "t10"."subject_id"
