SELECT
  "t10"."period",
  "t10"."to_day",
  "t10"."stretches",
  "t10"."slice",
  "t10"."subject_id",
  COUNT(*) AS "days"
FROM (
  SELECT
    "t3"."subject_id",
    "t3"."day",
    "t3"."slice",
    "t9"."period",
    "t9"."from_day",
    "t9"."to_day",
    "t9"."stretches",
    "t9"."on"
  FROM "actor_days" AS "t3"
  INNER JOIN (
    SELECT
      "t7"."period",
      "t7"."from_day",
      "t7"."to_day",
      "t7"."stretches",
      "t5"."on"
    FROM (
      SELECT
        "t1"."period",
        CAST("t1"."last_day" - 29 AS INT) AS "from_day",
        "t1"."last_day" AS "to_day",
        1 AS "stretches"
      FROM "period_days" AS "t1"
    ) AS "t7"
    INNER JOIN (
      SELECT
        "t2"."day" AS "on"
      FROM "day" AS "t2"
    ) AS "t5"
      ON "t5"."on" >= "t7"."from_day" AND "t5"."on" <= "t7"."to_day"
  ) AS "t9"
    ON "t3"."day" = "t9"."on"
) AS "t10"
GROUP BY
  1,
  2,
  3,
  4,
  5
