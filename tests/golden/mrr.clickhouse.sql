WITH "t5" AS (
  SELECT
    "t3"."period" AS "period",
    "t3"."slice" AS "slice",
    "t3"."currency" AS "currency",
    CAST(SUM("t3"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t1"."period" AS "period",
      "t1"."slice" AS "slice",
      "t1"."currency" AS "currency",
      "t1"."amount" AS "amount"
    FROM "flows" AS "t1"
  ) AS "t3"
  GROUP BY
    "t3"."period",
    "t3"."slice",
    "t3"."currency"
)
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
          "t11"."period" AS "period",
          "t11"."slice" AS "slice",
          "t11"."currency" AS "currency",
          "t11"."change" AS "change",
          "t11"."closing" AS "closing",
          "t11"."closing" AS "amount"
        FROM (
          SELECT
            "t10"."period" AS "period",
            "t10"."slice" AS "slice",
            "t10"."currency" AS "currency",
            "t10"."change" AS "change",
            SUM("t10"."change") OVER (
              PARTITION BY "t10"."slice", "t10"."currency"
              ORDER BY "t10"."period" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "closing"
          FROM (
            SELECT
              "t4"."period" AS "period",
              "t9"."slice" AS "slice",
              "t9"."currency" AS "currency",
              COALESCE("t7"."change", 0) AS "change"
            FROM (
              SELECT
                "t0"."period" AS "period"
              FROM "period" AS "t0"
            ) AS "t4"
            CROSS JOIN (
              SELECT DISTINCT
                "t6"."slice" AS "slice",
                "t6"."currency" AS "currency"
              FROM "t5" AS "t6"
            ) AS "t9"
            LEFT OUTER JOIN "t5" AS "t7"
              ON "t4"."period" = "t7"."period"
              AND "t9"."slice" = "t7"."slice"
              AND "t9"."currency" = "t7"."currency"
          ) AS "t10"
        ) AS "t11"
      ) AS "t12"
      GROUP BY
        "t12"."period",
        "t12"."slice"
    ) AS "t13"
  ) AS "t14"
  GROUP BY
    "t14"."period",
    "t14"."slice"
) AS "t15"
WHERE
  "t15"."period" > -1
