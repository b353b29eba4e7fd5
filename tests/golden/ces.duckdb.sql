SELECT
  *
FROM (
  SELECT
    "t20"."period",
    "t20"."slice",
    SUM("t20"."amount") FILTER(WHERE
      "t20"."side" = 'numerator') AS "numerator",
    SUM("t20"."amount") FILTER(WHERE
      "t20"."side" = 'denominator') AS "denominator",
    SUM("t20"."amount") FILTER(WHERE
      "t20"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t15"."period",
        "t15"."slice",
        CAST("t15"."amount" AS DECIMAL(38, 15)) AS "amount",
        'squares' AS "side"
      FROM (
        SELECT
          "t12"."period",
          "t12"."slice",
          SUM("t12"."amount") AS "amount"
        FROM (
          SELECT
            "t9"."period" + 0 AS "period",
            '' AS "slice",
            "t9"."subject_id",
            "t9"."score" * "t9"."score" AS "amount"
          FROM (
            SELECT
              "t8".*
              EXCLUDE ("end_at", "start_at")
            FROM (
              SELECT
                "t7"."response",
                "t7"."survey",
                "t7"."person_id",
                "t7"."account_id",
                "t7"."asked_at",
                "t7"."answered_at",
                "t7"."score",
                "t7"."comment",
                "t7"."language",
                "t7"."subject_id",
                "t4"."period",
                "t4"."start_at",
                "t4"."end_at"
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
                        MAX("t2"."person_id") AS "Max(person_id)"
                      FROM (
                        SELECT
                          *
                        FROM "survey_answer" AS "t0"
                      ) AS "t2"
                    ) IS NOT NULL
                    THEN "t0"."person_id"
                    ELSE "t0"."account_id"
                  END AS "subject_id"
                FROM "survey_answer" AS "t0"
                WHERE
                  "t0"."survey" = 'ces' AND "t0"."score" BETWEEN 1 AND 7
              ) AS "t7"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t4"
                ON "t7"."answered_at" >= "t4"."start_at" AND "t7"."answered_at" < "t4"."end_at"
            ) AS "t8"
          ) AS "t9"
          WHERE
            "t9"."period" > -1
        ) AS "t12"
        GROUP BY
          1,
          2
      ) AS "t15"
    ) AS "t18"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t13"."period",
          "t13"."slice",
          CAST("t13"."amount" AS DECIMAL(38, 15)) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t10"."period",
            "t10"."slice",
            SUM("t10"."amount") AS "amount"
          FROM (
            SELECT
              "t9"."period" + 0 AS "period",
              '' AS "slice",
              "t9"."subject_id",
              "t9"."score" AS "amount"
            FROM (
              SELECT
                "t8".*
                EXCLUDE ("end_at", "start_at")
              FROM (
                SELECT
                  "t7"."response",
                  "t7"."survey",
                  "t7"."person_id",
                  "t7"."account_id",
                  "t7"."asked_at",
                  "t7"."answered_at",
                  "t7"."score",
                  "t7"."comment",
                  "t7"."language",
                  "t7"."subject_id",
                  "t4"."period",
                  "t4"."start_at",
                  "t4"."end_at"
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
                          MAX("t2"."person_id") AS "Max(person_id)"
                        FROM (
                          SELECT
                            *
                          FROM "survey_answer" AS "t0"
                        ) AS "t2"
                      ) IS NOT NULL
                      THEN "t0"."person_id"
                      ELSE "t0"."account_id"
                    END AS "subject_id"
                  FROM "survey_answer" AS "t0"
                  WHERE
                    "t0"."survey" = 'ces' AND "t0"."score" BETWEEN 1 AND 7
                ) AS "t7"
                INNER JOIN (
                  SELECT
                    *
                  FROM "period" AS "t1"
                  WHERE
                    "t1"."period" > -1
                ) AS "t4"
                  ON "t7"."answered_at" >= "t4"."start_at" AND "t7"."answered_at" < "t4"."end_at"
              ) AS "t8"
            ) AS "t9"
            WHERE
              "t9"."period" > -1
          ) AS "t10"
          GROUP BY
            1,
            2
        ) AS "t13"
      ) AS "t16"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t14"."period",
          "t14"."slice",
          CAST("t14"."amount" AS DECIMAL(38, 15)) AS "amount",
          'denominator' AS "side"
        FROM (
          SELECT
            "t11"."period",
            "t11"."slice",
            SUM("t11"."amount") AS "amount"
          FROM (
            SELECT
              "t9"."period" + 0 AS "period",
              '' AS "slice",
              "t9"."subject_id",
              1 AS "amount"
            FROM (
              SELECT
                "t8".*
                EXCLUDE ("end_at", "start_at")
              FROM (
                SELECT
                  "t7"."response",
                  "t7"."survey",
                  "t7"."person_id",
                  "t7"."account_id",
                  "t7"."asked_at",
                  "t7"."answered_at",
                  "t7"."score",
                  "t7"."comment",
                  "t7"."language",
                  "t7"."subject_id",
                  "t4"."period",
                  "t4"."start_at",
                  "t4"."end_at"
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
                          MAX("t2"."person_id") AS "Max(person_id)"
                        FROM (
                          SELECT
                            *
                          FROM "survey_answer" AS "t0"
                        ) AS "t2"
                      ) IS NOT NULL
                      THEN "t0"."person_id"
                      ELSE "t0"."account_id"
                    END AS "subject_id"
                  FROM "survey_answer" AS "t0"
                  WHERE
                    "t0"."survey" = 'ces' AND "t0"."score" BETWEEN 1 AND 7
                ) AS "t7"
                INNER JOIN (
                  SELECT
                    *
                  FROM "period" AS "t1"
                  WHERE
                    "t1"."period" > -1
                ) AS "t4"
                  ON "t7"."answered_at" >= "t4"."start_at" AND "t7"."answered_at" < "t4"."end_at"
              ) AS "t8"
            ) AS "t9"
            WHERE
              "t9"."period" > -1
          ) AS "t11"
          GROUP BY
            1,
            2
        ) AS "t14"
      ) AS "t17"
    ) AS "t19"
  ) AS "t20"
  GROUP BY
    1,
    2
) AS "t21"
WHERE
  "t21"."period" > -1
