SELECT
  *
FROM (
  SELECT
    "t11"."period" AS "period",
    "t11"."slice" AS "slice",
    sumIf("t11"."amount", "t11"."side" = 'numerator') AS "numerator",
    sumIf("t11"."amount", "t11"."side" = 'denominator') AS "denominator",
    sumIf("t11"."amount", "t11"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t10"."period" AS "period",
      "t10"."slice" AS "slice",
      CAST("t10"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t9"."period" AS "period",
        "t9"."slice" AS "slice",
        SUM("t9"."amount") AS "amount"
      FROM (
        SELECT
          "t8"."period" + 0 AS "period",
          "t8"."slice" AS "slice",
          "t8"."subject_id" AS "subject_id",
          1 AS "amount"
        FROM (
          SELECT DISTINCT
            "t7"."period" AS "period",
            "t7"."slice" AS "slice",
            "t7"."account_id" AS "subject_id"
          FROM (
            SELECT
              "t6".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t4"."subject_id" AS "subject_id",
                "t4"."account_id" AS "account_id",
                "t4"."day" AS "day",
                "t4"."first_at" AS "first_at",
                "t4"."last_at" AS "last_at",
                "t4"."slice" AS "slice",
                "t5"."period" AS "period",
                "t5"."start_at" AS "start_at",
                "t5"."end_at" AS "end_at"
              FROM (
                SELECT
                  *
                FROM "days_active" AS "t0"
                WHERE
                  isNotNull("t0"."account_id")
              ) AS "t4"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t5"
                ON "t4"."first_at" >= "t5"."start_at" AND "t4"."first_at" < "t5"."end_at"
            ) AS "t6"
          ) AS "t7"
        ) AS "t8"
        WHERE
          "t8"."period" > -1
      ) AS "t9"
      GROUP BY
        "t9"."period",
        "t9"."slice"
    ) AS "t10"
  ) AS "t11"
  GROUP BY
    "t11"."period",
    "t11"."slice"
) AS "t12"
WHERE
  "t12"."period" > -1
