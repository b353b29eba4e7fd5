SELECT
  *
FROM (
  SELECT
    "t16"."period" AS "period",
    "t16"."slice" AS "slice",
    sumIf("t16"."amount", "t16"."side" = 'numerator') AS "numerator",
    sumIf("t16"."amount", "t16"."side" = 'denominator') AS "denominator",
    sumIf("t16"."amount", "t16"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t13"."period" AS "period",
        "t13"."slice" AS "slice",
        CAST("t13"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t11"."period" AS "period",
          "t11"."slice" AS "slice",
          SUM("t11"."amount") AS "amount"
        FROM (
          SELECT
            "t9"."period" + 0 AS "period",
            '' AS "slice",
            "t9"."subject_id" AS "subject_id",
            CAST("t9"."score" >= 4 AS Nullable(Int64)) AS "amount"
          FROM (
            SELECT
              "t8".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t7"."response" AS "response",
                "t7"."survey" AS "survey",
                "t7"."person_id" AS "person_id",
                "t7"."account_id" AS "account_id",
                "t7"."asked_at" AS "asked_at",
                "t7"."answered_at" AS "answered_at",
                "t7"."score" AS "score",
                "t7"."comment" AS "comment",
                "t7"."language" AS "language",
                "t7"."subject_id" AS "subject_id",
                "t4"."period" AS "period",
                "t4"."start_at" AS "start_at",
                "t4"."end_at" AS "end_at"
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
                          MAX("t2"."person_id") AS "Max(person_id)"
                        FROM (
                          SELECT
                            *
                          FROM "survey_answer" AS "t0"
                        ) AS "t2"
                      )
                    )
                    THEN "t0"."person_id"
                    ELSE "t0"."account_id"
                  END AS "subject_id"
                FROM "survey_answer" AS "t0"
                WHERE
                  "t0"."survey" = 'csat' AND "t0"."score" BETWEEN 1 AND 5
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
          "t11"."period",
          "t11"."slice"
      ) AS "t13"
    ) AS "t15"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t12"."period" AS "period",
        "t12"."slice" AS "slice",
        CAST("t12"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t10"."period" AS "period",
          "t10"."slice" AS "slice",
          SUM("t10"."amount") AS "amount"
        FROM (
          SELECT
            "t9"."period" + 0 AS "period",
            '' AS "slice",
            "t9"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t8".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t7"."response" AS "response",
                "t7"."survey" AS "survey",
                "t7"."person_id" AS "person_id",
                "t7"."account_id" AS "account_id",
                "t7"."asked_at" AS "asked_at",
                "t7"."answered_at" AS "answered_at",
                "t7"."score" AS "score",
                "t7"."comment" AS "comment",
                "t7"."language" AS "language",
                "t7"."subject_id" AS "subject_id",
                "t4"."period" AS "period",
                "t4"."start_at" AS "start_at",
                "t4"."end_at" AS "end_at"
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
                          MAX("t2"."person_id") AS "Max(person_id)"
                        FROM (
                          SELECT
                            *
                          FROM "survey_answer" AS "t0"
                        ) AS "t2"
                      )
                    )
                    THEN "t0"."person_id"
                    ELSE "t0"."account_id"
                  END AS "subject_id"
                FROM "survey_answer" AS "t0"
                WHERE
                  "t0"."survey" = 'csat' AND "t0"."score" BETWEEN 1 AND 5
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
          "t10"."period",
          "t10"."slice"
      ) AS "t12"
    ) AS "t14"
  ) AS "t16"
  GROUP BY
    "t16"."period",
    "t16"."slice"
) AS "t17"
WHERE
  "t17"."period" > -1
