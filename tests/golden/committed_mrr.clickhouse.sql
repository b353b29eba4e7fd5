WITH "t9" AS (
  SELECT
    "t6"."period" AS "period",
    "t6"."slice" AS "slice",
    "t6"."currency" AS "currency",
    CAST(SUM("t6"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t1"."slice" AS "slice",
      "t1"."currency" AS "currency",
      "t1"."amount" AS "amount",
      "t1"."account_id" AS "subject_id",
      "t1"."period" + 0 AS "period"
    FROM "changes" AS "t1"
  ) AS "t6"
  GROUP BY
    "t6"."period",
    "t6"."slice",
    "t6"."currency"
), "t18" AS (
  SELECT
    "t16"."period" AS "period",
    "t16"."slice" AS "slice",
    "t16"."currency" AS "currency",
    CAST(SUM("t16"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t13"."period" AS "period",
      "t13"."slice" AS "slice",
      "t13"."currency" AS "currency",
      "t13"."amount" AS "amount",
      "t13"."account_id" AS "subject_id"
    FROM (
      SELECT
        "t11".*
        EXCEPT ("end_at", "start_at")
      FROM (
        SELECT
          "t8"."series" AS "series",
          "t8"."account_id" AS "account_id",
          "t8"."effective_at" AS "effective_at",
          "t8"."plan" AS "plan",
          "t8"."currency" AS "currency",
          "t8"."reason" AS "reason",
          "t8"."amount" AS "amount",
          "t8"."amount_reporting" AS "amount_reporting",
          "t8"."slice" AS "slice",
          "t3"."period" AS "period",
          "t3"."start_at" AS "start_at",
          "t3"."end_at" AS "end_at"
        FROM (
          SELECT
            "t2"."series" AS "series",
            "t2"."account_id" AS "account_id",
            "t2"."effective_at" AS "effective_at",
            "t2"."plan" AS "plan",
            "t2"."currency" AS "currency",
            "t2"."reason" AS "reason",
            "t2"."amount" AS "amount",
            "t2"."amount_reporting" AS "amount_reporting",
            '' AS "slice"
          FROM "mrr_series" AS "t2"
          WHERE
            "t2"."series" = 'committed'
        ) AS "t8"
        INNER JOIN "period" AS "t3"
          ON "t8"."effective_at" >= "t3"."start_at" AND "t8"."effective_at" < "t3"."end_at"
      ) AS "t11"
    ) AS "t13"
  ) AS "t16"
  GROUP BY
    "t16"."period",
    "t16"."slice",
    "t16"."currency"
)
SELECT
  *
FROM (
  SELECT
    "t32"."period" AS "period",
    "t32"."slice" AS "slice",
    sumIf("t32"."amount", "t32"."side" = 'numerator') AS "numerator",
    sumIf("t32"."amount", "t32"."side" = 'denominator') AS "denominator",
    sumIf("t32"."amount", "t32"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t26"."period" AS "period",
        "t26"."slice" AS "slice",
        CAST("t26"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t24"."period" AS "period",
          "t24"."slice" AS "slice",
          SUM("t24"."amount") AS "amount"
        FROM (
          SELECT
            "t22"."period" AS "period",
            "t22"."slice" AS "slice",
            "t22"."currency" AS "currency",
            "t22"."change" AS "change",
            "t22"."closing" AS "closing",
            "t22"."closing" AS "amount"
          FROM (
            SELECT
              "t17"."period" AS "period",
              "t17"."slice" AS "slice",
              "t17"."currency" AS "currency",
              "t17"."change" AS "change",
              SUM("t17"."change") OVER (
                PARTITION BY "t17"."slice", "t17"."currency"
                ORDER BY "t17"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period" AS "period",
                "t15"."slice" AS "slice",
                "t15"."currency" AS "currency",
                COALESCE("t12"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t10"."slice" AS "slice",
                  "t10"."currency" AS "currency"
                FROM "t9" AS "t10"
              ) AS "t15"
              LEFT OUTER JOIN "t9" AS "t12"
                ON "t5"."period" = "t12"."period"
                AND "t15"."slice" = "t12"."slice"
                AND "t15"."currency" = "t12"."currency"
            ) AS "t17"
          ) AS "t22"
        ) AS "t24"
        GROUP BY
          "t24"."period",
          "t24"."slice"
      ) AS "t26"
    ) AS "t27"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t30"."period" AS "period",
        "t30"."slice" AS "slice",
        CAST("t30"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t29"."period" AS "period",
          "t29"."slice" AS "slice",
          SUM("t29"."amount") AS "amount"
        FROM (
          SELECT
            "t28"."period" AS "period",
            "t28"."slice" AS "slice",
            "t28"."currency" AS "currency",
            "t28"."change" AS "change",
            "t28"."closing" AS "closing",
            "t28"."closing" AS "amount"
          FROM (
            SELECT
              "t25"."period" AS "period",
              "t25"."slice" AS "slice",
              "t25"."currency" AS "currency",
              "t25"."change" AS "change",
              SUM("t25"."change") OVER (
                PARTITION BY "t25"."slice", "t25"."currency"
                ORDER BY "t25"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period" AS "period",
                "t23"."slice" AS "slice",
                "t23"."currency" AS "currency",
                COALESCE("t20"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t19"."slice" AS "slice",
                  "t19"."currency" AS "currency"
                FROM "t18" AS "t19"
              ) AS "t23"
              LEFT OUTER JOIN "t18" AS "t20"
                ON "t5"."period" = "t20"."period"
                AND "t23"."slice" = "t20"."slice"
                AND "t23"."currency" = "t20"."currency"
            ) AS "t25"
          ) AS "t28"
        ) AS "t29"
        GROUP BY
          "t29"."period",
          "t29"."slice"
      ) AS "t30"
    ) AS "t31"
  ) AS "t32"
  GROUP BY
    "t32"."period",
    "t32"."slice"
) AS "t33"
WHERE
  "t33"."period" > -1
