WITH "t7" AS (
  SELECT
    "t5"."period" AS "period",
    "t5"."slice" AS "slice",
    "t5"."currency" AS "currency",
    CAST(SUM("t5"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t1"."slice" AS "slice",
      "t1"."currency" AS "currency",
      "t1"."amount" AS "amount",
      "t1"."period" + 0 AS "period"
    FROM "flows" AS "t1"
  ) AS "t5"
  GROUP BY
    "t5"."period",
    "t5"."slice",
    "t5"."currency"
), "t8" AS (
  SELECT
    "t6"."period" AS "period",
    "t6"."slice" AS "slice",
    CAST(SUM("t6"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t2"."period" + 0 AS "period",
      "t2"."slice" AS "slice",
      "t2"."amount" AS "amount"
    FROM "presence_sums" AS "t2"
  ) AS "t6"
  GROUP BY
    "t6"."period",
    "t6"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t27"."period" AS "period",
    "t27"."slice" AS "slice",
    sumIf("t27"."amount", "t27"."side" = 'numerator') AS "numerator",
    sumIf("t27"."amount", "t27"."side" = 'denominator') AS "denominator",
    sumIf("t27"."amount", "t27"."side" = 'squares') AS "squares"
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
            "t19"."period" AS "period",
            "t19"."slice" AS "slice",
            "t19"."currency" AS "currency",
            "t19"."change" AS "change",
            "t19"."closing" AS "closing",
            "t19"."closing" AS "amount"
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
                "t4"."period" AS "period",
                "t15"."slice" AS "slice",
                "t15"."currency" AS "currency",
                COALESCE("t11"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t4"
              CROSS JOIN (
                SELECT DISTINCT
                  "t9"."slice" AS "slice",
                  "t9"."currency" AS "currency"
                FROM "t7" AS "t9"
              ) AS "t15"
              LEFT OUTER JOIN "t7" AS "t11"
                ON "t4"."period" = "t11"."period"
                AND "t15"."slice" = "t11"."slice"
                AND "t15"."currency" = "t11"."currency"
            ) AS "t17"
          ) AS "t19"
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
        "t24"."period" AS "period",
        "t24"."slice" AS "slice",
        CAST("t24"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t22"."period" AS "period",
          "t22"."slice" AS "slice",
          SUM("t22"."amount") AS "amount"
        FROM (
          SELECT
            "t20"."period" AS "period",
            "t20"."slice" AS "slice",
            "t20"."change" AS "change",
            "t20"."closing" AS "closing",
            "t20"."closing" AS "amount"
          FROM (
            SELECT
              "t18"."period" AS "period",
              "t18"."slice" AS "slice",
              "t18"."change" AS "change",
              SUM("t18"."change") OVER (
                PARTITION BY "t18"."slice"
                ORDER BY "t18"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t4"."period" AS "period",
                "t16"."slice" AS "slice",
                COALESCE("t12"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t4"
              CROSS JOIN (
                SELECT DISTINCT
                  "t10"."slice" AS "slice"
                FROM "t8" AS "t10"
              ) AS "t16"
              LEFT OUTER JOIN "t8" AS "t12"
                ON "t4"."period" = "t12"."period" AND "t16"."slice" = "t12"."slice"
            ) AS "t18"
          ) AS "t20"
        ) AS "t22"
        GROUP BY
          "t22"."period",
          "t22"."slice"
      ) AS "t24"
    ) AS "t26"
  ) AS "t27"
  GROUP BY
    "t27"."period",
    "t27"."slice"
) AS "t28"
WHERE
  "t28"."period" > -1
