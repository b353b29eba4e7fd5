WITH "t7" AS (
  SELECT
    "t6"."response" AS "response",
    "t6"."survey" AS "survey",
    "t6"."person_id" AS "person_id",
    "t6"."account_id" AS "account_id",
    "t6"."asked_at" AS "asked_at",
    "t6"."answered_at" AS "answered_at",
    "t6"."score" AS "score",
    "t6"."comment" AS "comment",
    "t6"."language" AS "language",
    "t6"."subject_id" AS "subject_id",
    "t2"."period" AS "period"
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
      END AS "subject_id",
      CAST(CAST(FLOOR((
        toRelativeSecondNum("t0"."answered_at")
      ) / (
        86400
      )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
    FROM "survey_answer" AS "t0"
    WHERE
      "t0"."survey" = 'ces' AND "t0"."score" BETWEEN 1 AND 7
  ) AS "t6"
  INNER JOIN "date" AS "t2"
    ON "t6"."utc_date" = "t2"."date"
    AND "t6"."answered_at" >= "t2"."start_at"
    AND "t6"."answered_at" < "t2"."end_at"
)
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
        "t14"."period" AS "period",
        "t14"."slice" AS "slice",
        "t14"."amount" AS "amount",
        'squares' AS "side"
      FROM (
        SELECT
          "t11"."period" AS "period",
          "t11"."slice" AS "slice",
          SUM(CAST("t11"."amount" AS Nullable(Decimal(38, 15)))) AS "amount"
        FROM (
          SELECT
            "t8"."period" + 0 AS "period",
            '' AS "slice",
            "t8"."subject_id" AS "subject_id",
            "t8"."score" * "t8"."score" AS "amount"
          FROM "t7" AS "t8"
          WHERE
            "t8"."period" > -1
        ) AS "t11"
        GROUP BY
          "t11"."period",
          "t11"."slice"
      ) AS "t14"
    ) AS "t17"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t13"."period" AS "period",
          "t13"."slice" AS "slice",
          "t13"."amount" AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t9"."period" AS "period",
            "t9"."slice" AS "slice",
            SUM(CAST("t9"."amount" AS Nullable(Decimal(38, 15)))) AS "amount"
          FROM (
            SELECT
              "t8"."period" + 0 AS "period",
              '' AS "slice",
              "t8"."subject_id" AS "subject_id",
              "t8"."score" AS "amount"
            FROM "t7" AS "t8"
            WHERE
              "t8"."period" > -1
          ) AS "t9"
          GROUP BY
            "t9"."period",
            "t9"."slice"
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
              "t8"."period" + 0 AS "period",
              '' AS "slice",
              "t8"."subject_id" AS "subject_id",
              1 AS "amount"
            FROM "t7" AS "t8"
            WHERE
              "t8"."period" > -1
          ) AS "t10"
          GROUP BY
            "t10"."period",
            "t10"."slice"
        ) AS "t12"
      ) AS "t16"
    ) AS "t18"
  ) AS "t19"
  GROUP BY
    "t19"."period",
    "t19"."slice"
) AS "t20"
WHERE
  "t20"."period" > -1
