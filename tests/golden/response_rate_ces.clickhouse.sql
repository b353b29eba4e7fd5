SELECT
  *
FROM (
  SELECT
    "t19"."period" AS "period",
    "t19"."slice" AS "slice",
    sumIf("t19"."amount", "t19"."side" = 'numerator') AS "numerator",
    sumIf("t19"."amount", "t19"."side" = 'denominator') AS "denominator",
    sumIf("t19"."amount", "t19"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t15"."period" AS "period",
        "t15"."slice" AS "slice",
        CAST("t15"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t13"."period" AS "period",
          "t13"."slice" AS "slice",
          SUM("t13"."amount") AS "amount"
        FROM (
          SELECT
            "t11"."period" + 0 AS "period",
            '' AS "slice",
            "t11"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t9"."response" AS "response",
              "t9"."survey" AS "survey",
              "t9"."person_id" AS "person_id",
              "t9"."account_id" AS "account_id",
              "t9"."asked_at" AS "asked_at",
              "t9"."answered_at" AS "answered_at",
              "t9"."score" AS "score",
              "t9"."comment" AS "comment",
              "t9"."language" AS "language",
              "t9"."subject_id" AS "subject_id",
              "t3"."period" AS "period"
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
                        MAX("t4"."person_id") AS "Max(person_id)"
                      FROM (
                        SELECT
                          *
                        FROM "survey_answer" AS "t0"
                      ) AS "t4"
                    )
                  )
                  THEN "t0"."person_id"
                  ELSE "t0"."account_id"
                END AS "subject_id",
                CAST(CAST(FLOOR((
                  toRelativeSecondNum("t0"."asked_at")
                ) / (
                  86400
                )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
              FROM "survey_answer" AS "t0"
              WHERE
                "t0"."survey" = 'ces'
                AND "t0"."answered_at" < (
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
          "t13"."period",
          "t13"."slice"
      ) AS "t15"
    ) AS "t17"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t16"."period" AS "period",
        "t16"."slice" AS "slice",
        CAST("t16"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t14"."period" AS "period",
          "t14"."slice" AS "slice",
          SUM("t14"."amount") AS "amount"
        FROM (
          SELECT
            "t12"."period" + 0 AS "period",
            '' AS "slice",
            "t12"."subject_id" AS "subject_id",
            1 AS "amount"
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
              "t3"."period" AS "period"
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
                        MAX("t4"."person_id") AS "Max(person_id)"
                      FROM (
                        SELECT
                          *
                        FROM "survey_answer" AS "t0"
                      ) AS "t4"
                    )
                  )
                  THEN "t0"."person_id"
                  ELSE "t0"."account_id"
                END AS "subject_id",
                CAST(CAST(FLOOR((
                  toRelativeSecondNum("t0"."asked_at")
                ) / (
                  86400
                )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
              FROM "survey_answer" AS "t0"
              WHERE
                "t0"."survey" = 'ces'
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
          "t14"."period",
          "t14"."slice"
      ) AS "t16"
    ) AS "t18"
  ) AS "t19"
  GROUP BY
    "t19"."period",
    "t19"."slice"
) AS "t20"
WHERE
  "t20"."period" > -1
