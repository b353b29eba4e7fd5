SELECT
  *
FROM (
  SELECT
    "t21"."period" AS "period",
    "t21"."slice" AS "slice",
    sumIf("t21"."amount", "t21"."side" = 'numerator') AS "numerator",
    sumIf("t21"."amount", "t21"."side" = 'denominator') AS "denominator",
    sumIf("t21"."amount", "t21"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t16"."period" AS "period",
        "t16"."slice" AS "slice",
        CAST("t16"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t14"."period" AS "period",
          "t14"."slice" AS "slice",
          SUM("t14"."amount") AS "amount"
        FROM (
          SELECT
            "t12"."period" + 0 AS "period",
            '' AS "slice",
            CAST(NULL AS Nullable(Int64)) AS "subject_id",
            "t12"."amount_reporting" AS "amount"
          FROM (
            SELECT
              "t9"."spent_at" AS "spent_at",
              "t9"."kind" AS "kind",
              "t9"."currency" AS "currency",
              "t9"."amount" AS "amount",
              "t9"."amount_reporting" AS "amount_reporting",
              "t4"."period" AS "period"
            FROM (
              SELECT
                "t0"."spent_at" AS "spent_at",
                "t0"."kind" AS "kind",
                "t0"."currency" AS "currency",
                "t0"."amount" AS "amount",
                "t0"."amount_reporting" AS "amount_reporting",
                CAST(CAST(FLOOR((
                  toRelativeSecondNum("t0"."spent_at")
                ) / (
                  86400
                )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
              FROM "cost" AS "t0"
              WHERE
                "t0"."kind" = 'acquisition'
            ) AS "t9"
            INNER JOIN "date" AS "t4"
              ON "t9"."utc_date" = "t4"."date"
              AND "t9"."spent_at" >= "t4"."start_at"
              AND "t9"."spent_at" < "t4"."end_at"
          ) AS "t12"
          WHERE
            "t12"."period" > -1
        ) AS "t14"
        GROUP BY
          "t14"."period",
          "t14"."slice"
      ) AS "t16"
    ) AS "t18"
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
            "t15"."slice" AS "slice",
            "t15"."amount" AS "amount"
          FROM (
            SELECT
              "t7"."period" AS "period",
              "t7"."slice" AS "slice",
              "t7"."amount" AS "amount"
            FROM (
              SELECT
                "t2"."period" AS "period",
                "t2"."slice" AS "slice",
                "t2"."amount" AS "amount"
              FROM "move_counts" AS "t2"
              WHERE
                "t2"."new"
            ) AS "t7"
            LEFT SEMI JOIN (
              SELECT
                "t3"."period" AS "period"
              FROM "period" AS "t3"
              WHERE
                "t3"."end_at" > (
                  SELECT
                    MIN("t6"."spent_at") AS "Min(spent_at)"
                  FROM (
                    SELECT
                      *
                    FROM "cost" AS "t0"
                    WHERE
                      "t0"."kind" = 'acquisition'
                  ) AS "t6"
                )
            ) AS "t13"
              ON "t7"."period" = "t13"."period"
          ) AS "t15"
          WHERE
            "t15"."period" > -1
        ) AS "t17"
        GROUP BY
          "t17"."period",
          "t17"."slice"
      ) AS "t19"
    ) AS "t20"
  ) AS "t21"
  GROUP BY
    "t21"."period",
    "t21"."slice"
) AS "t22"
WHERE
  "t22"."period" > -1
