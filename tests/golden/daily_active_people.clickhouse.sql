SELECT
  *
FROM (
  SELECT
    "t13"."period" AS "period",
    "t13"."slice" AS "slice",
    sumIf("t13"."amount", "t13"."side" = 'numerator') AS "numerator",
    sumIf("t13"."amount", "t13"."side" = 'denominator') AS "denominator",
    sumIf("t13"."amount", "t13"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t12"."period" AS "period",
      "t12"."slice" AS "slice",
      "t12"."amount" AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t11"."period" AS "period",
        "t11"."slice" AS "slice",
        SUM(CAST("t11"."amount" AS Nullable(Decimal(38, 15)))) AS "amount"
      FROM (
        SELECT
          "t10"."period" + 0 AS "period",
          "t10"."slice" AS "slice",
          "t10"."subject_id" AS "subject_id",
          "t10"."amount" AS "amount"
        FROM (
          SELECT
            "t9"."period" AS "period",
            "t9"."slice" AS "slice",
            "t9"."subject_id" AS "subject_id",
            CAST(COUNT(*) AS Nullable(Float64)) / MAX("t9"."days") AS "amount"
          FROM (
            SELECT
              "t3"."subject_id" AS "subject_id",
              "t3"."day" AS "day",
              "t3"."slice" AS "slice",
              "t8"."period" AS "period",
              "t8"."on" AS "on",
              "t8"."days" AS "days"
            FROM "actor_days" AS "t3"
            INNER JOIN (
              SELECT
                "t4"."period" AS "period",
                "t6"."on" AS "on",
                "t4"."days" AS "days"
              FROM "period_days" AS "t4"
              INNER JOIN (
                SELECT
                  "t2"."day" AS "on"
                FROM "day" AS "t2"
                WHERE
                  "t2"."day" > -1
              ) AS "t6"
                ON "t6"."on" >= "t4"."first_day" AND "t6"."on" <= "t4"."last_day"
            ) AS "t8"
              ON "t3"."day" = "t8"."on"
          ) AS "t9"
          GROUP BY
            "t9"."period",
            "t9"."slice",
            "t9"."subject_id"
        ) AS "t10"
        WHERE
          "t10"."period" > -1
      ) AS "t11"
      GROUP BY
        "t11"."period",
        "t11"."slice"
    ) AS "t12"
  ) AS "t13"
  GROUP BY
    "t13"."period",
    "t13"."slice"
) AS "t14"
WHERE
  "t14"."period" > -1
