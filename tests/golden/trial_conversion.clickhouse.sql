SELECT
  *
FROM (
  SELECT
    "t18"."period" AS "period",
    "t18"."slice" AS "slice",
    sumIf("t18"."amount", "t18"."side" = 'numerator') AS "numerator",
    sumIf("t18"."amount", "t18"."side" = 'denominator') AS "denominator",
    sumIf("t18"."amount", "t18"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t14"."period" AS "period",
        "t14"."slice" AS "slice",
        CAST("t14"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t12"."period" AS "period",
          "t12"."slice" AS "slice",
          SUM("t12"."amount") AS "amount"
        FROM (
          SELECT
            "t10"."period" + 0 AS "period",
            '' AS "slice",
            "t10"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t8".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t5"."account_id" AS "account_id",
                "t5"."subscription" AS "subscription",
                "t5"."plan" AS "plan",
                "t5"."started_at" AS "started_at",
                "t5"."ends_at" AS "ends_at",
                "t5"."converted_at" AS "converted_at",
                "t5"."outcome" AS "outcome",
                "t7"."period" AS "period",
                "t7"."start_at" AS "start_at",
                "t7"."end_at" AS "end_at"
              FROM (
                SELECT
                  *
                FROM "trial" AS "t0"
                WHERE
                  "t0"."outcome" = 'converted'
              ) AS "t5"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t7"
                ON "t5"."started_at" >= "t7"."start_at" AND "t5"."started_at" < "t7"."end_at"
            ) AS "t8"
          ) AS "t10"
          WHERE
            "t10"."period" > -1
        ) AS "t12"
        GROUP BY
          "t12"."period",
          "t12"."slice"
      ) AS "t14"
    ) AS "t16"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t15"."period" AS "period",
        "t15"."slice" AS "slice",
        CAST("t15"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t13"."period" AS "period",
          "t13"."slice" AS "slice",
          SUM("t13"."amount") AS "amount"
        FROM (
          SELECT
            "t11"."period" + 0 AS "period",
            '' AS "slice",
            "t11"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t9".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t6"."account_id" AS "account_id",
                "t6"."subscription" AS "subscription",
                "t6"."plan" AS "plan",
                "t6"."started_at" AS "started_at",
                "t6"."ends_at" AS "ends_at",
                "t6"."converted_at" AS "converted_at",
                "t6"."outcome" AS "outcome",
                "t7"."period" AS "period",
                "t7"."start_at" AS "start_at",
                "t7"."end_at" AS "end_at"
              FROM (
                SELECT
                  *
                FROM "trial" AS "t0"
                WHERE
                  "t0"."outcome" <> 'running'
              ) AS "t6"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t7"
                ON "t6"."started_at" >= "t7"."start_at" AND "t6"."started_at" < "t7"."end_at"
            ) AS "t9"
          ) AS "t11"
          WHERE
            "t11"."period" > -1
        ) AS "t13"
        GROUP BY
          "t13"."period",
          "t13"."slice"
      ) AS "t15"
    ) AS "t17"
  ) AS "t18"
  GROUP BY
    "t18"."period",
    "t18"."slice"
) AS "t19"
WHERE
  "t19"."period" > -1
