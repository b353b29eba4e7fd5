WITH "t12" AS (
  SELECT
    "t8"."period" AS "period",
    "t8"."slice" AS "slice",
    "t8"."currency" AS "currency",
    CAST(SUM("t8"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t1"."slice" AS "slice",
      "t1"."currency" AS "currency",
      "t1"."amount" AS "amount",
      "t1"."period" + 0 AS "period"
    FROM "flows" AS "t1"
  ) AS "t8"
  GROUP BY
    "t8"."period",
    "t8"."slice",
    "t8"."currency"
), "t20" AS (
  SELECT
    "t18"."period" AS "period",
    "t18"."slice" AS "slice",
    "t18"."currency" AS "currency",
    CAST(SUM("t18"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t16"."period" AS "period",
      "t16"."slice" AS "slice",
      "t16"."currency" AS "currency",
      "t16"."amount" AS "amount",
      "t16"."account_id" AS "subject_id"
    FROM (
      SELECT
        "t11"."series" AS "series",
        "t11"."account_id" AS "account_id",
        "t11"."effective_at" AS "effective_at",
        "t11"."plan" AS "plan",
        "t11"."currency" AS "currency",
        "t11"."reason" AS "reason",
        "t11"."amount" AS "amount",
        "t11"."amount_reporting" AS "amount_reporting",
        "t11"."slice" AS "slice",
        CASE
          WHEN "t11"."effective_at" < (
            SELECT
              MAX("t7"."end_at") AS "Max(end_at)"
            FROM (
              SELECT
                *
              FROM "period" AS "t0"
              WHERE
                "t0"."period" = -1
            ) AS "t7"
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
      ) AS "t11"
      LEFT OUTER JOIN "date" AS "t4"
        ON "t11"."utc_date" = "t4"."date"
        AND "t11"."effective_at" >= "t4"."start_at"
        AND "t11"."effective_at" < "t4"."end_at"
    ) AS "t16"
    WHERE
      isNotNull("t16"."period")
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
          "t25"."period" AS "period",
          "t25"."slice" AS "slice",
          SUM("t25"."amount") AS "amount"
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
                "t6"."period" AS "period",
                "t17"."slice" AS "slice",
                "t17"."currency" AS "currency",
                COALESCE("t14"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t13"."slice" AS "slice",
                  "t13"."currency" AS "currency"
                FROM "t12" AS "t13"
              ) AS "t17"
              LEFT OUTER JOIN "t12" AS "t14"
                ON "t6"."period" = "t14"."period"
                AND "t17"."slice" = "t14"."slice"
                AND "t17"."currency" = "t14"."currency"
            ) AS "t19"
          ) AS "t22"
        ) AS "t25"
        GROUP BY
          "t25"."period",
          "t25"."slice"
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
                "t6"."period" AS "period",
                "t26"."slice" AS "slice",
                "t26"."currency" AS "currency",
                COALESCE("t23"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t21"."slice" AS "slice",
                  "t21"."currency" AS "currency"
                FROM "t20" AS "t21"
              ) AS "t26"
              LEFT OUTER JOIN "t20" AS "t23"
                ON "t6"."period" = "t23"."period"
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
