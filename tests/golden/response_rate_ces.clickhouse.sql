SELECT
  *
FROM (
  SELECT
    "t22"."period" AS "period",
    "t22"."slice" AS "slice",
    sumIf("t22"."amount", "t22"."side" = 'numerator') AS "numerator",
    sumIf("t22"."amount", "t22"."side" = 'denominator') AS "denominator",
    sumIf("t22"."amount", "t22"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t18"."period" AS "period",
        "t18"."slice" AS "slice",
        CAST("t18"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t16"."period" AS "period",
          "t16"."slice" AS "slice",
          SUM("t16"."amount") AS "amount"
        FROM (
          SELECT
            "t14"."period" + 0 AS "period",
            '' AS "slice",
            "t14"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t12".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t10"."response" AS "response",
                "t10"."survey" AS "survey",
                "t10"."person_id" AS "person_id",
                "t10"."account_id" AS "account_id",
                "t10"."asked_at" AS "asked_at",
                "t10"."answered_at" AS "answered_at",
                "t10"."score" AS "score",
                "t10"."comment" AS "comment",
                "t10"."language" AS "language",
                "t10"."subject_id" AS "subject_id",
                "t6"."period" AS "period",
                "t6"."start_at" AS "start_at",
                "t6"."end_at" AS "end_at"
              FROM (
                SELECT
                  "t0"."response" AS "response",
                  "t0"."survey" AS "survey",
                  "t0"."person_id" AS "person_id",
                  "t0"."account_id" AS "account_id",
                  "t0"."asked_at" AS "asked_at",
                  "t0"."answered_at" AS "answered_at",
                  "t0"."score" AS "score",
                  "t0"."comment" AS "comment",
                  "t0"."language" AS "language",
                  CASE
                    WHEN isNotNull(
                      (
                        SELECT
                          MAX("t3"."person_id") AS "Max(person_id)"
                        FROM (
                          SELECT
                            *
                          FROM "survey_answer" AS "t0"
                        ) AS "t3"
                      )
                    )
                    THEN "t0"."person_id"
                    ELSE "t0"."account_id"
                  END AS "subject_id"
                FROM "survey_answer" AS "t0"
                WHERE
                  "t0"."survey" = 'ces'
                  AND "t0"."answered_at" < (
                    SELECT
                      MAX("t2"."end_at") AS "Max(end_at)"
                    FROM "day" AS "t2"
                  )
              ) AS "t10"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t6"
                ON "t10"."asked_at" >= "t6"."start_at" AND "t10"."asked_at" < "t6"."end_at"
            ) AS "t12"
          ) AS "t14"
          WHERE
            "t14"."period" > -1
        ) AS "t16"
        GROUP BY
          "t16"."period",
          "t16"."slice"
      ) AS "t18"
    ) AS "t20"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t19"."period" AS "period",
        "t19"."slice" AS "slice",
        CAST("t19"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t17"."period" AS "period",
          "t17"."slice" AS "slice",
          SUM("t17"."amount") AS "amount"
        FROM (
          SELECT
            "t15"."period" + 0 AS "period",
            '' AS "slice",
            "t15"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t13".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t11"."response" AS "response",
                "t11"."survey" AS "survey",
                "t11"."person_id" AS "person_id",
                "t11"."account_id" AS "account_id",
                "t11"."asked_at" AS "asked_at",
                "t11"."answered_at" AS "answered_at",
                "t11"."score" AS "score",
                "t11"."comment" AS "comment",
                "t11"."language" AS "language",
                "t11"."subject_id" AS "subject_id",
                "t6"."period" AS "period",
                "t6"."start_at" AS "start_at",
                "t6"."end_at" AS "end_at"
              FROM (
                SELECT
                  "t0"."response" AS "response",
                  "t0"."survey" AS "survey",
                  "t0"."person_id" AS "person_id",
                  "t0"."account_id" AS "account_id",
                  "t0"."asked_at" AS "asked_at",
                  "t0"."answered_at" AS "answered_at",
                  "t0"."score" AS "score",
                  "t0"."comment" AS "comment",
                  "t0"."language" AS "language",
                  CASE
                    WHEN isNotNull(
                      (
                        SELECT
                          MAX("t3"."person_id") AS "Max(person_id)"
                        FROM (
                          SELECT
                            *
                          FROM "survey_answer" AS "t0"
                        ) AS "t3"
                      )
                    )
                    THEN "t0"."person_id"
                    ELSE "t0"."account_id"
                  END AS "subject_id"
                FROM "survey_answer" AS "t0"
                WHERE
                  "t0"."survey" = 'ces'
              ) AS "t11"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t6"
                ON "t11"."asked_at" >= "t6"."start_at" AND "t11"."asked_at" < "t6"."end_at"
            ) AS "t13"
          ) AS "t15"
          WHERE
            "t15"."period" > -1
        ) AS "t17"
        GROUP BY
          "t17"."period",
          "t17"."slice"
      ) AS "t19"
    ) AS "t21"
  ) AS "t22"
  GROUP BY
    "t22"."period",
    "t22"."slice"
) AS "t23"
WHERE
  "t23"."period" > -1
