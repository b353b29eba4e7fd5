WITH "t10" AS (
  SELECT
    "t9"."period" AS "period",
    "t9"."slice" AS "slice",
    "t9"."currency" AS "currency",
    CAST(SUM("t9"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t8"."period" AS "period",
      "t8"."slice" AS "slice",
      "t8"."currency" AS "currency",
      "t8"."amount" AS "amount",
      "t8"."account_id" AS "subject_id"
    FROM (
      SELECT
        "t7".*
        EXCEPT ("end_at", "start_at")
      FROM (
        SELECT
          "t6"."series" AS "series",
          "t6"."account_id" AS "account_id",
          "t6"."effective_at" AS "effective_at",
          "t6"."plan" AS "plan",
          "t6"."currency" AS "currency",
          "t6"."reason" AS "reason",
          "t6"."amount" AS "amount",
          "t6"."amount_reporting" AS "amount_reporting",
          "t6"."slice" AS "slice",
          "t2"."period" AS "period",
          "t2"."start_at" AS "start_at",
          "t2"."end_at" AS "end_at"
        FROM (
          SELECT
            "t1"."series" AS "series",
            "t1"."account_id" AS "account_id",
            "t1"."effective_at" AS "effective_at",
            "t1"."plan" AS "plan",
            "t1"."currency" AS "currency",
            "t1"."reason" AS "reason",
            "t1"."amount" AS "amount",
            "t1"."amount_reporting" AS "amount_reporting",
            '' AS "slice"
          FROM "mrr_series" AS "t1"
          WHERE
            "t1"."series" = 'committed'
        ) AS "t6"
        INNER JOIN "period" AS "t2"
          ON "t6"."effective_at" >= "t2"."start_at" AND "t6"."effective_at" < "t2"."end_at"
      ) AS "t7"
    ) AS "t8"
  ) AS "t9"
  GROUP BY
    "t9"."period",
    "t9"."slice",
    "t9"."currency"
)
SELECT
  *
FROM (
  SELECT
    "t19"."period" AS "period",
    "t19"."slice" AS "slice",
    sumIf("t19"."amount", "t19"."side" = 'numerator') AS "numerator",
    sumIf("t19"."amount", "t19"."side" = 'denominator') AS "denominator",
    sumIf("t19"."amount", "t19"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t18"."period" AS "period",
      "t18"."slice" AS "slice",
      CAST("t18"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t17"."period" AS "period",
        "t17"."slice" AS "slice",
        SUM("t17"."amount") AS "amount"
      FROM (
        SELECT
          "t16"."period" AS "period",
          "t16"."slice" AS "slice",
          "t16"."currency" AS "currency",
          "t16"."change" AS "change",
          "t16"."closing" AS "closing",
          "t16"."closing" AS "amount"
        FROM (
          SELECT
            "t15"."period" AS "period",
            "t15"."slice" AS "slice",
            "t15"."currency" AS "currency",
            "t15"."change" AS "change",
            SUM("t15"."change") OVER (
              PARTITION BY "t15"."slice", "t15"."currency"
              ORDER BY "t15"."period" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "closing"
          FROM (
            SELECT
              "t4"."period" AS "period",
              "t14"."slice" AS "slice",
              "t14"."currency" AS "currency",
              COALESCE("t12"."change", 0) AS "change"
            FROM (
              SELECT
                "t0"."period" AS "period"
              FROM "period" AS "t0"
            ) AS "t4"
            CROSS JOIN (
              SELECT DISTINCT
                "t11"."slice" AS "slice",
                "t11"."currency" AS "currency"
              FROM "t10" AS "t11"
            ) AS "t14"
            LEFT OUTER JOIN "t10" AS "t12"
              ON "t4"."period" = "t12"."period"
              AND "t14"."slice" = "t12"."slice"
              AND "t14"."currency" = "t12"."currency"
          ) AS "t15"
        ) AS "t16"
      ) AS "t17"
      GROUP BY
        "t17"."period",
        "t17"."slice"
    ) AS "t18"
  ) AS "t19"
  GROUP BY
    "t19"."period",
    "t19"."slice"
) AS "t20"
WHERE
  "t20"."period" > -1
