WITH "t6" AS (
  SELECT
    "t1"."period" AS "period",
    "t1"."slice" AS "slice",
    CAST(SUM("t1"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM "presence_sums" AS "t1"
  GROUP BY
    "t1"."period",
    "t1"."slice"
), "t9" AS (
  SELECT
    "t4"."period" AS "period",
    "t4"."slice" AS "slice",
    "t4"."currency" AS "currency",
    CAST(SUM("t4"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t2"."period" AS "period",
      "t2"."slice" AS "slice",
      "t2"."currency" AS "currency",
      "t2"."amount" AS "amount"
    FROM "flows" AS "t2"
  ) AS "t4"
  GROUP BY
    "t4"."period",
    "t4"."slice",
    "t4"."currency"
)
SELECT
  *
FROM (
  SELECT
    "t26"."period" AS "period",
    "t26"."slice" AS "slice",
    sumIf("t26"."amount", "t26"."side" = 'numerator') AS "numerator",
    sumIf("t26"."amount", "t26"."side" = 'denominator') AS "denominator",
    sumIf("t26"."amount", "t26"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t23"."period" AS "period",
        "t23"."slice" AS "slice",
        CAST("t23"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t21"."period" AS "period",
          "t21"."slice" AS "slice",
          SUM("t21"."amount") AS "amount"
        FROM (
          SELECT
            "t20"."period" AS "period",
            "t20"."slice" AS "slice",
            "t20"."currency" AS "currency",
            "t20"."change" AS "change",
            "t20"."closing" AS "closing",
            "t20"."closing" AS "amount"
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
                COALESCE("t13"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t11"."slice" AS "slice",
                  "t11"."currency" AS "currency"
                FROM "t9" AS "t11"
              ) AS "t15"
              LEFT OUTER JOIN "t9" AS "t13"
                ON "t5"."period" = "t13"."period"
                AND "t15"."slice" = "t13"."slice"
                AND "t15"."currency" = "t13"."currency"
            ) AS "t17"
          ) AS "t20"
        ) AS "t21"
        GROUP BY
          "t21"."period",
          "t21"."slice"
      ) AS "t23"
    ) AS "t25"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t22"."period" AS "period",
        "t22"."slice" AS "slice",
        CAST("t22"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t19"."period" AS "period",
          "t19"."slice" AS "slice",
          SUM("t19"."amount") AS "amount"
        FROM (
          SELECT
            "t18"."period" AS "period",
            "t18"."slice" AS "slice",
            "t18"."change" AS "change",
            "t18"."closing" AS "closing",
            "t18"."closing" AS "amount"
          FROM (
            SELECT
              "t16"."period" AS "period",
              "t16"."slice" AS "slice",
              "t16"."change" AS "change",
              SUM("t16"."change") OVER (
                PARTITION BY "t16"."slice"
                ORDER BY "t16"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period" AS "period",
                "t12"."slice" AS "slice",
                COALESCE("t8"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t7"."slice" AS "slice"
                FROM "t6" AS "t7"
              ) AS "t12"
              LEFT OUTER JOIN "t6" AS "t8"
                ON "t5"."period" = "t8"."period" AND "t12"."slice" = "t8"."slice"
            ) AS "t16"
          ) AS "t18"
        ) AS "t19"
        GROUP BY
          "t19"."period",
          "t19"."slice"
      ) AS "t22"
    ) AS "t24"
  ) AS "t26"
  GROUP BY
    "t26"."period",
    "t26"."slice"
) AS "t27"
WHERE
  "t27"."period" > -1
