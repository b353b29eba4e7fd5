SELECT
  *
FROM (
  SELECT
    "t25"."period",
    "t25"."slice",
    SUM("t25"."amount") FILTER(WHERE
      "t25"."side" = 'numerator') AS "numerator",
    SUM("t25"."amount") FILTER(WHERE
      "t25"."side" = 'denominator') AS "denominator",
    SUM("t25"."amount") FILTER(WHERE
      "t25"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t23"."period",
        "t23"."slice",
        "t23"."amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t22"."period",
          "t22"."slice",
          SUM(CAST("t22"."amount" AS DECIMAL(38, 15))) AS "amount"
        FROM (
          SELECT
            "t21"."period" + 0 AS "period",
            "t21"."slice",
            "t21"."subject_id",
            "t21"."amount"
          FROM (
            SELECT
              "t20"."period",
              "t20"."slice",
              "t20"."subject_id",
              CAST(COUNT(*) AS DOUBLE) / MAX("t20"."days") AS "amount"
            FROM (
              SELECT
                "t4"."subject_id",
                "t4"."day",
                "t4"."slice",
                "t19"."period",
                "t19"."on",
                "t19"."days"
              FROM "actor_days" AS "t4"
              INNER JOIN (
                SELECT
                  "t17"."period",
                  "t9"."on",
                  "t17"."days"
                FROM (
                  SELECT
                    "t13"."period",
                    "t13"."from_day",
                    "t13"."end_at",
                    GREATEST("t13"."first_day", "t13"."from_day") AS "first_day",
                    "t13"."last_day",
                    (
                      "t13"."last_day" - GREATEST("t13"."first_day", "t13"."from_day")
                    ) + 1 AS "days"
                  FROM (
                    SELECT
                      "t11"."period",
                      "t11"."from_day",
                      "t5"."end_at",
                      "t5"."first_day",
                      "t5"."last_day",
                      "t5"."days"
                    FROM (
                      SELECT
                        "t6"."period",
                        MIN("t6"."from_day") AS "from_day"
                      FROM (
                        SELECT
                          "t3"."period",
                          "t3"."first_day" AS "from_day",
                          "t3"."last_day" AS "to_day",
                          1 AS "stretches"
                        FROM "period_days" AS "t3"
                      ) AS "t6"
                      GROUP BY
                        1
                    ) AS "t11"
                    INNER JOIN "period_days" AS "t5"
                      ON "t11"."period" = "t5"."period"
                  ) AS "t13"
                ) AS "t17"
                INNER JOIN (
                  SELECT
                    "t2"."day" AS "on"
                  FROM "day" AS "t2"
                  WHERE
                    "t2"."day" > -1
                ) AS "t9"
                  ON "t9"."on" >= "t17"."first_day" AND "t9"."on" <= "t17"."last_day"
              ) AS "t19"
                ON "t4"."day" = "t19"."on"
            ) AS "t20"
            GROUP BY
              1,
              2,
              3
          ) AS "t21"
          WHERE
            "t21"."period" > -1
        ) AS "t22"
        GROUP BY
          1,
          2
      ) AS "t23"
    ) AS "t24"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t14"."period",
        "t14"."slice",
        "t14"."amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t12"."period",
          "t12"."slice",
          SUM(CAST("t12"."amount" AS DECIMAL(38, 15))) AS "amount"
        FROM (
          SELECT
            "t8"."period" + 0 AS "period",
            "t8"."slice",
            "t8"."subject_id",
            "t8"."amount"
          FROM (
            SELECT
              "t0"."period",
              "t0"."slice",
              "t0"."subject_id",
              CAST(COUNT(*) AS DOUBLE) / MAX("t0"."stretches") AS "amount"
            FROM "active_month" AS "t0"
            GROUP BY
              1,
              2,
              3
          ) AS "t8"
          WHERE
            "t8"."period" > -1
        ) AS "t12"
        GROUP BY
          1,
          2
      ) AS "t14"
    ) AS "t15"
  ) AS "t25"
  GROUP BY
    1,
    2
) AS "t26"
WHERE
  "t26"."period" > -1
