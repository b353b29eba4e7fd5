SELECT
  *
FROM (
  SELECT
    "t19"."period",
    "t19"."slice",
    SUM("t19"."amount") FILTER(WHERE
      "t19"."side" = 'numerator') AS "numerator",
    SUM("t19"."amount") FILTER(WHERE
      "t19"."side" = 'denominator') AS "denominator",
    SUM("t19"."amount") FILTER(WHERE
      "t19"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t15"."period",
        "t15"."slice",
        CAST("t15"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t13"."period",
          "t13"."slice",
          SUM("t13"."amount") AS "amount"
        FROM (
          SELECT
            "t11"."period" + 0 AS "period",
            '' AS "slice",
            "t11"."subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t9"."response",
              "t9"."survey",
              "t9"."person_id",
              "t9"."account_id",
              "t9"."asked_at",
              "t9"."answered_at",
              "t9"."score",
              "t9"."comment",
              "t9"."language",
              "t9"."subject_id",
              "t3"."period"
            FROM (
              SELECT
                "t0"."response",
                "t0"."survey",
                "t0"."person_id",
                "t0"."account_id",
                "t0"."asked_at",
                "t0"."answered_at",
                "t0"."score",
                "t0"."comment",
                "t0"."language",
                CASE
                  WHEN (
                    SELECT
                      MAX("t4"."person_id") AS "Max(person_id)"
                    FROM (
                      SELECT
                        *
                      FROM "survey_answer" AS "t0"
                    ) AS "t4"
                  ) IS NOT NULL
                  THEN "t0"."person_id"
                  ELSE "t0"."account_id"
                END AS "subject_id",
                CAST(CAST(FLOOR((
                  EPOCH("t0"."asked_at")
                ) / (
                  86400
                )) AS BIGINT) AS INT) AS "utc_date"
              FROM "survey_answer" AS "t0"
              WHERE
                "t0"."answered_at" < (
                  SELECT
                    MAX("t2"."end_at") AS "Max(end_at)"
                  FROM "day" AS "t2"
                )
            ) AS "t9"
            INNER JOIN "date" AS "t3"
              ON "t9"."utc_date" = "t3"."date"
              AND "t9"."asked_at" >= "t3"."start_at"
              AND "t9"."asked_at" < "t3"."end_at"
          ) AS "t11"
          WHERE
            "t11"."period" > -1
        ) AS "t13"
        GROUP BY
          1,
          2
      ) AS "t15"
    ) AS "t17"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t16"."period",
        "t16"."slice",
        CAST("t16"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t14"."period",
          "t14"."slice",
          SUM("t14"."amount") AS "amount"
        FROM (
          SELECT
            "t12"."period" + 0 AS "period",
            '' AS "slice",
            "t12"."subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t10"."response",
              "t10"."survey",
              "t10"."person_id",
              "t10"."account_id",
              "t10"."asked_at",
              "t10"."answered_at",
              "t10"."score",
              "t10"."comment",
              "t10"."language",
              "t10"."subject_id",
              "t3"."period"
            FROM (
              SELECT
                "t0"."response",
                "t0"."survey",
                "t0"."person_id",
                "t0"."account_id",
                "t0"."asked_at",
                "t0"."answered_at",
                "t0"."score",
                "t0"."comment",
                "t0"."language",
                CASE
                  WHEN (
                    SELECT
                      MAX("t4"."person_id") AS "Max(person_id)"
                    FROM (
                      SELECT
                        *
                      FROM "survey_answer" AS "t0"
                    ) AS "t4"
                  ) IS NOT NULL
                  THEN "t0"."person_id"
                  ELSE "t0"."account_id"
                END AS "subject_id",
                CAST(CAST(FLOOR((
                  EPOCH("t0"."asked_at")
                ) / (
                  86400
                )) AS BIGINT) AS INT) AS "utc_date"
              FROM "survey_answer" AS "t0"
            ) AS "t10"
            INNER JOIN "date" AS "t3"
              ON "t10"."utc_date" = "t3"."date"
              AND "t10"."asked_at" >= "t3"."start_at"
              AND "t10"."asked_at" < "t3"."end_at"
          ) AS "t12"
          WHERE
            "t12"."period" > -1
        ) AS "t14"
        GROUP BY
          1,
          2
      ) AS "t16"
    ) AS "t18"
  ) AS "t19"
  GROUP BY
    1,
    2
) AS "t20"
WHERE
  "t20"."period" > -1
