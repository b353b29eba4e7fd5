SELECT
  *
FROM (
  SELECT
    "t13"."period" AS "period",
    "t13"."slice" AS "slice",
    sumIf("t13"."amount", "t13"."side" = 'numerator') AS "numerator",
    sumIf("t13"."amount", "t13"."side" = 'denominator') AS "denominator",
    sumIf("t13"."amount", "t13"."side" = 'squares') AS "squares"
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
          "t10"."period" AS "period",
          "t10"."slice" AS "slice",
          SUM("t10"."amount") AS "amount"
        FROM (
          SELECT
            "t9"."period" + 0 + 0 AS "period",
            '' AS "slice",
            CAST(NULL AS Nullable(Int64)) AS "subject_id",
            "t9"."amount_reporting" AS "amount"
          FROM (
            SELECT
              "t7"."spent_at" AS "spent_at",
              "t7"."kind" AS "kind",
              "t7"."currency" AS "currency",
              "t7"."amount" AS "amount",
              "t7"."amount_reporting" AS "amount_reporting",
              "t3"."period" AS "period"
            FROM (
              SELECT
                "t1"."spent_at" AS "spent_at",
                "t1"."kind" AS "kind",
                "t1"."currency" AS "currency",
                "t1"."amount" AS "amount",
                "t1"."amount_reporting" AS "amount_reporting",
                CAST(CAST(FLOOR((
                  toRelativeSecondNum("t1"."spent_at")
                ) / (
                  86400
                )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
              FROM "cost" AS "t1"
              WHERE
                "t1"."kind" = 'acquisition'
            ) AS "t7"
            INNER JOIN "date" AS "t3"
              ON "t7"."utc_date" = "t3"."date"
              AND "t7"."spent_at" >= "t3"."start_at"
              AND "t7"."spent_at" < "t3"."end_at"
          ) AS "t9"
          WHERE
            (
              "t9"."period" + 0
            ) > -1
        ) AS "t10"
        GROUP BY
          "t10"."period",
          "t10"."slice"
      ) AS "t11"
    ) AS "t12"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t6"."period" AS "period",
        "t6"."slice" AS "slice",
        CAST("t6"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t4"."period" AS "period",
          "t4"."slice" AS "slice",
          SUM("t4"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice" AS "slice",
            "t0"."amount_reporting" AS "amount"
          FROM "flows" AS "t0"
          WHERE
            "t0"."kind" IN ('new') AND "t0"."period" > -1
        ) AS "t4"
        GROUP BY
          "t4"."period",
          "t4"."slice"
      ) AS "t6"
    ) AS "t8"
  ) AS "t13"
  GROUP BY
    "t13"."period",
    "t13"."slice"
) AS "t14"
WHERE
  "t14"."period" > -1
