SELECT
  *
FROM (
  SELECT
    "t14"."period" AS "period",
    "t14"."slice" AS "slice",
    sumIf("t14"."amount", "t14"."side" = 'numerator') AS "numerator",
    sumIf("t14"."amount", "t14"."side" = 'denominator') AS "denominator",
    sumIf("t14"."amount", "t14"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t10"."period" AS "period",
        "t10"."slice" AS "slice",
        CAST("t10"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t8"."period" AS "period",
          "t8"."slice" AS "slice",
          SUM("t8"."amount") AS "amount"
        FROM (
          SELECT
            "t7"."period" + 0 AS "period",
            '' AS "slice",
            "t7"."account_id" AS "subject_id",
            "t7"."renewed_mrr" AS "amount"
          FROM (
            SELECT
              "t6".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t4"."account_id" AS "account_id",
                "t4"."subscription" AS "subscription",
                "t4"."plan" AS "plan",
                "t4"."ends_at" AS "ends_at",
                "t4"."outcome" AS "outcome",
                "t4"."mrr" AS "mrr",
                "t4"."renewed_mrr" AS "renewed_mrr",
                "t5"."period" AS "period",
                "t5"."start_at" AS "start_at",
                "t5"."end_at" AS "end_at"
              FROM (
                SELECT
                  *
                FROM "subscription_term" AS "t0"
                WHERE
                  "t0"."outcome" <> 'pending'
              ) AS "t4"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t5"
                ON "t4"."ends_at" >= "t5"."start_at" AND "t4"."ends_at" < "t5"."end_at"
            ) AS "t6"
          ) AS "t7"
          WHERE
            "t7"."period" > -1
        ) AS "t8"
        GROUP BY
          "t8"."period",
          "t8"."slice"
      ) AS "t10"
    ) AS "t12"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t11"."period" AS "period",
        "t11"."slice" AS "slice",
        CAST("t11"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
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
            "t7"."mrr" AS "amount"
          FROM (
            SELECT
              "t6".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t4"."account_id" AS "account_id",
                "t4"."subscription" AS "subscription",
                "t4"."plan" AS "plan",
                "t4"."ends_at" AS "ends_at",
                "t4"."outcome" AS "outcome",
                "t4"."mrr" AS "mrr",
                "t4"."renewed_mrr" AS "renewed_mrr",
                "t5"."period" AS "period",
                "t5"."start_at" AS "start_at",
                "t5"."end_at" AS "end_at"
              FROM (
                SELECT
                  *
                FROM "subscription_term" AS "t0"
                WHERE
                  "t0"."outcome" <> 'pending'
              ) AS "t4"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t5"
                ON "t4"."ends_at" >= "t5"."start_at" AND "t4"."ends_at" < "t5"."end_at"
            ) AS "t6"
          ) AS "t7"
          WHERE
            "t7"."period" > -1
        ) AS "t9"
        GROUP BY
          "t9"."period",
          "t9"."slice"
      ) AS "t11"
    ) AS "t13"
  ) AS "t14"
  GROUP BY
    "t14"."period",
    "t14"."slice"
) AS "t15"
WHERE
  "t15"."period" > -1
