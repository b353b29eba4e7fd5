SELECT
  *
FROM (
  SELECT
    "t16"."period" AS "period",
    "t16"."slice" AS "slice",
    sumIf("t16"."amount", "t16"."side" = 'numerator') AS "numerator",
    sumIf("t16"."amount", "t16"."side" = 'denominator') AS "denominator",
    sumIf("t16"."amount", "t16"."side" = 'squares') AS "squares"
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
          "t13"."period" AS "period",
          "t13"."slice" AS "slice",
          SUM("t13"."amount") AS "amount"
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
        ) AS "t13"
        GROUP BY
          "t13"."period",
          "t13"."slice"
      ) AS "t14"
    ) AS "t15"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t10"."period" AS "period",
        "t10"."slice" AS "slice",
        CAST("t10"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t8"."period" AS "period",
          "t8"."slice" AS "slice",
          SUM("t8"."amount") AS "amount"
        FROM (
          SELECT
            "t3"."period" + 0 AS "period",
            "t3"."slice" AS "slice",
            "t3"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t0"."period" AS "period",
              "t0"."slice" AS "slice",
              "t0"."account_id" AS "subject_id"
            FROM "changes" AS "t0"
            WHERE
              "t0"."kind" IN ('new')
          ) AS "t3"
          WHERE
            "t3"."period" > -1
        ) AS "t8"
        GROUP BY
          "t8"."period",
          "t8"."slice"
      ) AS "t10"
    ) AS "t12"
  ) AS "t16"
  GROUP BY
    "t16"."period",
    "t16"."slice"
) AS "t17"
WHERE
  "t17"."period" > -1
