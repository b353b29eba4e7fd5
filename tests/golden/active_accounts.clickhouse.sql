SELECT
  *
FROM (
  SELECT
    "t9"."period" AS "period",
    "t9"."slice" AS "slice",
    sumIf("t9"."amount", "t9"."side" = 'numerator') AS "numerator",
    sumIf("t9"."amount", "t9"."side" = 'denominator') AS "denominator",
    sumIf("t9"."amount", "t9"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t8"."period" AS "period",
      "t8"."slice" AS "slice",
      CAST("t8"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t7"."period" AS "period",
        "t7"."slice" AS "slice",
        SUM("t7"."amount") AS "amount"
      FROM (
        SELECT
          "t6"."period" + 0 AS "period",
          "t6"."slice" AS "slice",
          "t6"."subject_id" AS "subject_id",
          1 AS "amount"
        FROM (
          SELECT DISTINCT
            "t5"."period" AS "period",
            "t5"."slice" AS "slice",
            "t5"."account_id" AS "subject_id"
          FROM (
            SELECT
              "t4"."subject_id" AS "subject_id",
              "t4"."account_id" AS "account_id",
              "t4"."day" AS "day",
              "t4"."first_at" AS "first_at",
              "t4"."last_at" AS "last_at",
              "t4"."slice" AS "slice",
              "t2"."period" AS "period"
            FROM (
              SELECT
                "t0"."subject_id" AS "subject_id",
                "t0"."account_id" AS "account_id",
                "t0"."day" AS "day",
                "t0"."first_at" AS "first_at",
                "t0"."last_at" AS "last_at",
                "t0"."slice" AS "slice",
                CAST(CAST(FLOOR((
                  toRelativeSecondNum("t0"."first_at")
                ) / (
                  86400
                )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
              FROM "days_active" AS "t0"
              WHERE
                isNotNull("t0"."account_id")
            ) AS "t4"
            INNER JOIN "date" AS "t2"
              ON "t4"."utc_date" = "t2"."date"
              AND "t4"."first_at" >= "t2"."start_at"
              AND "t4"."first_at" < "t2"."end_at"
          ) AS "t5"
        ) AS "t6"
        WHERE
          "t6"."period" > -1
      ) AS "t7"
      GROUP BY
        "t7"."period",
        "t7"."slice"
    ) AS "t8"
  ) AS "t9"
  GROUP BY
    "t9"."period",
    "t9"."slice"
) AS "t10"
WHERE
  "t10"."period" > -1
