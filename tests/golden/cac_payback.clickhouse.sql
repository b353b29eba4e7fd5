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
            "t11"."period" + 0 + 0 AS "period",
            '' AS "slice",
            CAST(NULL AS Nullable(Int64)) AS "subject_id",
            "t11"."amount_reporting" AS "amount"
          FROM (
            SELECT
              "t9".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t6"."spent_at" AS "spent_at",
                "t6"."kind" AS "kind",
                "t6"."currency" AS "currency",
                "t6"."amount" AS "amount",
                "t6"."amount_reporting" AS "amount_reporting",
                "t7"."period" AS "period",
                "t7"."start_at" AS "start_at",
                "t7"."end_at" AS "end_at"
              FROM (
                SELECT
                  *
                FROM "cost" AS "t1"
                WHERE
                  "t1"."kind" = 'acquisition'
              ) AS "t6"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t2"
                WHERE
                  "t2"."period" > -1
              ) AS "t7"
                ON "t6"."spent_at" >= "t7"."start_at" AND "t6"."spent_at" < "t7"."end_at"
            ) AS "t9"
          ) AS "t11"
          WHERE
            (
              "t11"."period" + 0
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
        CAST("t8"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t3"."period" AS "period",
          "t3"."slice" AS "slice",
          SUM("t3"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice" AS "slice",
            "t0"."account_id" AS "subject_id",
            "t0"."amount_reporting" AS "amount"
          FROM "changes" AS "t0"
          WHERE
            "t0"."kind" IN ('new') AND "t0"."period" > -1
        ) AS "t3"
        GROUP BY
          "t3"."period",
          "t3"."slice"
      ) AS "t8"
    ) AS "t10"
  ) AS "t15"
  GROUP BY
    "t15"."period",
    "t15"."slice"
) AS "t16"
WHERE
  "t16"."period" > -1
