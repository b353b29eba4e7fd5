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
        "t13"."period" AS "period",
        "t13"."slice" AS "slice",
        CAST("t13"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t12"."period" AS "period",
          "t12"."slice" AS "slice",
          SUM("t12"."amount") AS "amount"
        FROM (
          SELECT
            "t10"."period" + 0 + 0 AS "period",
            '' AS "slice",
            CAST(NULL AS Nullable(Int64)) AS "subject_id",
            "t10"."amount_reporting" AS "amount"
          FROM (
            SELECT
              "t9".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t5"."spent_at" AS "spent_at",
                "t5"."kind" AS "kind",
                "t5"."currency" AS "currency",
                "t5"."amount" AS "amount",
                "t5"."amount_reporting" AS "amount_reporting",
                "t6"."period" AS "period",
                "t6"."start_at" AS "start_at",
                "t6"."end_at" AS "end_at"
              FROM (
                SELECT
                  *
                FROM "cost" AS "t1"
                WHERE
                  "t1"."kind" = 'acquisition'
              ) AS "t5"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t2"
                WHERE
                  "t2"."period" > -1
              ) AS "t6"
                ON "t5"."spent_at" >= "t6"."start_at" AND "t5"."spent_at" < "t6"."end_at"
            ) AS "t9"
          ) AS "t10"
          WHERE
            (
              "t10"."period" + 0
            ) > -1
        ) AS "t12"
        GROUP BY
          "t12"."period",
          "t12"."slice"
      ) AS "t13"
    ) AS "t14"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t8"."period" AS "period",
        "t8"."slice" AS "slice",
        "t8"."amount" AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t7"."period" AS "period",
          "t7"."slice" AS "slice",
          SUM("t7"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice" AS "slice",
            "t0"."account_id" AS "subject_id",
            CAST(CAST("t0"."amount_reporting" AS Nullable(Decimal(28, 9))) * CAST(toDecimal32(1.000000, 6) AS Nullable(Decimal(28, 9))) AS Nullable(Decimal(38, 15))) AS "amount"
          FROM "changes" AS "t0"
          WHERE
            "t0"."kind" IN ('new') AND "t0"."period" > -1
        ) AS "t7"
        GROUP BY
          "t7"."period",
          "t7"."slice"
      ) AS "t8"
    ) AS "t11"
  ) AS "t15"
  GROUP BY
    "t15"."period",
    "t15"."slice"
) AS "t16"
WHERE
  "t16"."period" > -1
