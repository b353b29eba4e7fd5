SELECT
  "t21"."period",
  "t21"."to_day",
  "t21"."stretches",
  "t21"."slice",
  "t21"."subject_id",
  COUNT(*) AS "days"
FROM (
  SELECT
    "t3"."subject_id",
    "t3"."day",
    "t3"."slice",
    "t20"."period",
    "t20"."from_day",
    "t20"."to_day",
    "t20"."stretches",
    "t20"."on"
  FROM "actor_days" AS "t3"
  INNER JOIN (
    SELECT
      "t18"."period",
      "t18"."from_day",
      "t18"."to_day",
      "t18"."stretches",
      "t6"."on"
    FROM (
      SELECT
        "t16".*
        EXCLUDE ("first_day")
      FROM (
        SELECT
          "t15"."period",
          GREATEST("t15"."from_day", "t15"."first_day") AS "from_day",
          "t15"."to_day",
          "t15"."stretches",
          "t15"."first_day"
        FROM (
          SELECT
            "t14"."period",
            "t14"."from_day",
            "t14"."to_day",
            "t14"."stretches",
            "t7"."first_day"
          FROM (
            SELECT
              "t12"."period",
              CAST((
                "t12"."last_day" - (
                  (
                    "t12"."back" + 1
                  ) * 7
                )
              ) + 1 AS INT) AS "from_day",
              CAST("t12"."last_day" - (
                "t12"."back" * 7
              ) AS INT) AS "to_day",
              "t12"."stretches"
            FROM (
              SELECT
                "t11"."period",
                "t11"."end_at",
                "t11"."first_day",
                "t11"."last_day",
                "t11"."days",
                "t11"."stretches",
                "t9"."back"
              FROM (
                SELECT
                  "t2"."period",
                  "t2"."end_at",
                  "t2"."first_day",
                  "t2"."last_day",
                  "t2"."days",
                  CASE
                    WHEN (
                      CAST(FLOOR("t2"."days" / 7) AS BIGINT) * 1
                    ) > 0
                    THEN CAST(FLOOR("t2"."days" / 7) AS BIGINT) * 1
                    ELSE GREATEST(CAST(FLOOR("t2"."days" / 7) AS BIGINT), 1)
                  END AS "stretches"
                FROM "period_days" AS "t2"
              ) AS "t11"
              CROSS JOIN (
                SELECT
                  UNNEST(RANGE(0, 53, 1)) AS "back"
              ) AS "t9"
            ) AS "t12"
            WHERE
              "t12"."back" < "t12"."stretches"
          ) AS "t14"
          INNER JOIN (
            SELECT
              "t2"."period",
              "t2"."first_day"
            FROM "period_days" AS "t2"
          ) AS "t7"
            ON "t14"."period" = "t7"."period"
        ) AS "t15"
      ) AS "t16"
    ) AS "t18"
    INNER JOIN (
      SELECT
        "t1"."day" AS "on"
      FROM "day" AS "t1"
    ) AS "t6"
      ON "t6"."on" >= "t18"."from_day" AND "t6"."on" <= "t18"."to_day"
  ) AS "t20"
    ON "t3"."day" = "t20"."on"
) AS "t21"
GROUP BY
  1,
  2,
  3,
  4,
  5
