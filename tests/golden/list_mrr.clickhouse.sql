WITH "t11" AS (
  SELECT
    "t6"."period" AS "period",
    "t6"."slice" AS "slice",
    "t6"."currency" AS "currency",
    CAST(SUM("t6"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t1"."period" AS "period",
      "t1"."slice" AS "slice",
      "t1"."currency" AS "currency",
      "t1"."amount" AS "amount"
    FROM "flows" AS "t1"
  ) AS "t6"
  GROUP BY
    "t6"."period",
    "t6"."slice",
    "t6"."currency"
), "t20" AS (
  SELECT
    "t18"."period" AS "period",
    "t18"."slice" AS "slice",
    "t18"."currency" AS "currency",
    CAST(SUM("t18"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t17"."period" AS "period",
      "t17"."slice" AS "slice",
      "t17"."currency" AS "currency",
      "t17"."amount" AS "amount",
      "t17"."account_id" AS "subject_id"
    FROM (
      SELECT
        "t12"."series" AS "series",
        "t12"."account_id" AS "account_id",
        "t12"."effective_at" AS "effective_at",
        "t12"."plan" AS "plan",
        "t12"."currency" AS "currency",
        "t12"."reason" AS "reason",
        "t12"."amount" AS "amount",
        "t12"."amount_reporting" AS "amount_reporting",
        "t12"."slice" AS "slice",
        CASE
          WHEN "t12"."effective_at" < (
            SELECT
              MAX("t8"."end_at") AS "Max(end_at)"
            FROM (
              SELECT
                *
              FROM "period" AS "t0"
              WHERE
                "t0"."period" = -1
            ) AS "t8"
          )
          THEN -1
          ELSE "t4"."period"
        END AS "period"
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
          '' AS "slice",
          CAST(CAST(FLOOR((
            toRelativeSecondNum("t2"."effective_at")
          ) / (
            86400
          )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
        FROM "mrr_series" AS "t2"
        WHERE
          "t2"."series" = 'discount'
      ) AS "t12"
      LEFT OUTER JOIN "date" AS "t4"
        ON "t12"."utc_date" = "t4"."date"
        AND "t12"."effective_at" >= "t4"."start_at"
        AND "t12"."effective_at" < "t4"."end_at"
    ) AS "t17"
    WHERE
      isNotNull("t17"."period")
  ) AS "t18"
  GROUP BY
    "t18"."period",
    "t18"."slice",
    "t18"."currency"
)
SELECT
  *
FROM (
  SELECT
    "t34"."period" AS "period",
    "t34"."slice" AS "slice",
    sumIf("t34"."amount", "t34"."side" = 'numerator') AS "numerator",
    sumIf("t34"."amount", "t34"."side" = 'denominator') AS "denominator",
    sumIf("t34"."amount", "t34"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t27"."period" AS "period",
        "t27"."slice" AS "slice",
        CAST("t27"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t24"."period" AS "period",
          "t24"."slice" AS "slice",
          SUM("t24"."amount") AS "amount"
        FROM (
          SELECT
            "t21"."period" AS "period",
            "t21"."slice" AS "slice",
            "t21"."currency" AS "currency",
            "t21"."change" AS "change",
            "t21"."closing" AS "closing",
            "t21"."closing" AS "amount"
          FROM (
            SELECT
              "t19"."period" AS "period",
              "t19"."slice" AS "slice",
              "t19"."currency" AS "currency",
              "t19"."change" AS "change",
              SUM("t19"."change") OVER (
                PARTITION BY "t19"."slice", "t19"."currency"
                ORDER BY "t19"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t7"."period" AS "period",
                "t16"."slice" AS "slice",
                "t16"."currency" AS "currency",
                COALESCE("t14"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t7"
              CROSS JOIN (
                SELECT DISTINCT
                  "t13"."slice" AS "slice",
                  "t13"."currency" AS "currency"
                FROM "t11" AS "t13"
              ) AS "t16"
              LEFT OUTER JOIN "t11" AS "t14"
                ON "t7"."period" = "t14"."period"
                AND "t16"."slice" = "t14"."slice"
                AND "t16"."currency" = "t14"."currency"
            ) AS "t19"
          ) AS "t21"
        ) AS "t24"
        GROUP BY
          "t24"."period",
          "t24"."slice"
      ) AS "t27"
    ) AS "t29"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t32"."period" AS "period",
        "t32"."slice" AS "slice",
        CAST("t32"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t31"."period" AS "period",
          "t31"."slice" AS "slice",
          SUM("t31"."amount") AS "amount"
        FROM (
          SELECT
            "t30"."period" AS "period",
            "t30"."slice" AS "slice",
            "t30"."currency" AS "currency",
            "t30"."change" AS "change",
            "t30"."closing" AS "closing",
            "t30"."closing" AS "amount"
          FROM (
            SELECT
              "t28"."period" AS "period",
              "t28"."slice" AS "slice",
              "t28"."currency" AS "currency",
              "t28"."change" AS "change",
              SUM("t28"."change") OVER (
                PARTITION BY "t28"."slice", "t28"."currency"
                ORDER BY "t28"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t7"."period" AS "period",
                "t26"."slice" AS "slice",
                "t26"."currency" AS "currency",
                COALESCE("t23"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t7"
              CROSS JOIN (
                SELECT DISTINCT
                  "t22"."slice" AS "slice",
                  "t22"."currency" AS "currency"
                FROM "t20" AS "t22"
              ) AS "t26"
              LEFT OUTER JOIN "t20" AS "t23"
                ON "t7"."period" = "t23"."period"
                AND "t26"."slice" = "t23"."slice"
                AND "t26"."currency" = "t23"."currency"
            ) AS "t28"
          ) AS "t30"
        ) AS "t31"
        GROUP BY
          "t31"."period",
          "t31"."slice"
      ) AS "t32"
    ) AS "t33"
  ) AS "t34"
  GROUP BY
    "t34"."period",
    "t34"."slice"
) AS "t35"
WHERE
  "t35"."period" > -1
