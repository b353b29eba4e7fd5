WITH "t12" AS (
  SELECT
    "t11"."period" AS "period",
    "t11"."slice" AS "slice",
    "t11"."currency" AS "currency",
    CAST(SUM("t11"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t10"."period" AS "period",
      "t10"."slice" AS "slice",
      "t10"."currency" AS "currency",
      "t10"."amount" AS "amount",
      "t10"."account_id" AS "subject_id"
    FROM (
      SELECT
        "t9"."series" AS "series",
        "t9"."account_id" AS "account_id",
        "t9"."effective_at" AS "effective_at",
        "t9"."plan" AS "plan",
        "t9"."currency" AS "currency",
        "t9"."reason" AS "reason",
        "t9"."amount" AS "amount",
        "t9"."amount_reporting" AS "amount_reporting",
        "t9"."slice" AS "slice",
        CASE
          WHEN "t9"."effective_at" < (
            SELECT
              MAX("t6"."end_at") AS "Max(end_at)"
            FROM (
              SELECT
                *
              FROM "period" AS "t0"
              WHERE
                "t0"."period" = -1
            ) AS "t6"
          )
          THEN -1
          ELSE "t3"."period"
        END AS "period"
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
          '' AS "slice",
          CAST(CAST(FLOOR((
            toRelativeSecondNum("t1"."effective_at")
          ) / (
            86400
          )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
        FROM "mrr_series" AS "t1"
        WHERE
          "t1"."series" = 'discount'
      ) AS "t9"
      LEFT OUTER JOIN "date" AS "t3"
        ON "t9"."utc_date" = "t3"."date"
        AND "t9"."effective_at" >= "t3"."start_at"
        AND "t9"."effective_at" < "t3"."end_at"
    ) AS "t10"
    WHERE
      isNotNull("t10"."period")
  ) AS "t11"
  GROUP BY
    "t11"."period",
    "t11"."slice",
    "t11"."currency"
)
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
      "t20"."period" AS "period",
      "t20"."slice" AS "slice",
      CAST("t20"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t19"."period" AS "period",
        "t19"."slice" AS "slice",
        SUM("t19"."amount") AS "amount"
      FROM (
        SELECT
          "t18"."period" AS "period",
          "t18"."slice" AS "slice",
          "t18"."currency" AS "currency",
          "t18"."change" AS "change",
          "t18"."closing" AS "closing",
          "t18"."closing" AS "amount"
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
              "t16"."slice" AS "slice",
              "t16"."currency" AS "currency",
              COALESCE("t14"."change", 0) AS "change"
            FROM (
              SELECT
                "t0"."period" AS "period"
              FROM "period" AS "t0"
            ) AS "t5"
            CROSS JOIN (
              SELECT DISTINCT
                "t13"."slice" AS "slice",
                "t13"."currency" AS "currency"
              FROM "t12" AS "t13"
            ) AS "t16"
            LEFT OUTER JOIN "t12" AS "t14"
              ON "t5"."period" = "t14"."period"
              AND "t16"."slice" = "t14"."slice"
              AND "t16"."currency" = "t14"."currency"
          ) AS "t17"
        ) AS "t18"
      ) AS "t19"
      GROUP BY
        "t19"."period",
        "t19"."slice"
    ) AS "t20"
  ) AS "t21"
  GROUP BY
    "t21"."period",
    "t21"."slice"
) AS "t22"
WHERE
  "t22"."period" > -1
