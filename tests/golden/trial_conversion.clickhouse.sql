SELECT
  *
FROM (
  SELECT
    "t15"."period" AS "period",
    "t15"."slice" AS "slice",
    sumIf("t15"."amount", "t15"."side" = 'numerator') AS "numerator",
    sumIf("t15"."amount", "t15"."side" = 'denominator') AS "denominator",
    sumIf("t15"."amount", "t15"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t11"."period" AS "period",
        "t11"."slice" AS "slice",
        CAST("t11"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t9"."period" AS "period",
          "t9"."slice" AS "slice",
          SUM("t9"."amount") AS "amount"
        FROM (
          SELECT
            "t7"."period" + 0 AS "period",
            '' AS "slice",
            "t7"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t5"."account_id" AS "account_id",
              "t5"."subscription" AS "subscription",
              "t5"."plan" AS "plan",
              "t5"."started_at" AS "started_at",
              "t5"."ends_at" AS "ends_at",
              "t5"."converted_at" AS "converted_at",
              "t5"."outcome" AS "outcome",
              "t2"."period" AS "period"
            FROM (
              SELECT
                "t0"."account_id" AS "account_id",
                "t0"."subscription" AS "subscription",
                "t0"."plan" AS "plan",
                "t0"."started_at" AS "started_at",
                "t0"."ends_at" AS "ends_at",
                "t0"."converted_at" AS "converted_at",
                "t0"."outcome" AS "outcome",
                CAST(CAST(FLOOR((
                  toRelativeSecondNum("t0"."started_at")
                ) / (
                  86400
                )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
              FROM "trial" AS "t0"
              WHERE
                "t0"."outcome" = 'converted'
            ) AS "t5"
            INNER JOIN "date" AS "t2"
              ON "t5"."utc_date" = "t2"."date"
              AND "t5"."started_at" >= "t2"."start_at"
              AND "t5"."started_at" < "t2"."end_at"
          ) AS "t7"
          WHERE
            "t7"."period" > -1
        ) AS "t9"
        GROUP BY
          "t9"."period",
          "t9"."slice"
      ) AS "t11"
    ) AS "t13"
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
            "t8"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t6"."account_id" AS "account_id",
              "t6"."subscription" AS "subscription",
              "t6"."plan" AS "plan",
              "t6"."started_at" AS "started_at",
              "t6"."ends_at" AS "ends_at",
              "t6"."converted_at" AS "converted_at",
              "t6"."outcome" AS "outcome",
              "t2"."period" AS "period"
            FROM (
              SELECT
                "t0"."account_id" AS "account_id",
                "t0"."subscription" AS "subscription",
                "t0"."plan" AS "plan",
                "t0"."started_at" AS "started_at",
                "t0"."ends_at" AS "ends_at",
                "t0"."converted_at" AS "converted_at",
                "t0"."outcome" AS "outcome",
                CAST(CAST(FLOOR((
                  toRelativeSecondNum("t0"."started_at")
                ) / (
                  86400
                )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
              FROM "trial" AS "t0"
              WHERE
                "t0"."outcome" <> 'running'
            ) AS "t6"
            INNER JOIN "date" AS "t2"
              ON "t6"."utc_date" = "t2"."date"
              AND "t6"."started_at" >= "t2"."start_at"
              AND "t6"."started_at" < "t2"."end_at"
          ) AS "t8"
          WHERE
            "t8"."period" > -1
        ) AS "t10"
        GROUP BY
          "t10"."period",
          "t10"."slice"
      ) AS "t12"
    ) AS "t14"
  ) AS "t15"
  GROUP BY
    "t15"."period",
    "t15"."slice"
) AS "t16"
WHERE
  "t16"."period" > -1
