WITH "t7" AS (
  SELECT
    "t2"."period" AS "period",
    "t2"."slice" AS "slice",
    "t2"."currency" AS "currency",
    CAST(SUM("t2"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t0"."period" AS "period",
      "t0"."slice" AS "slice",
      "t0"."currency" AS "currency",
      "t0"."amount" AS "amount"
    FROM "flows" AS "t0"
  ) AS "t2"
  GROUP BY
    "t2"."period",
    "t2"."slice",
    "t2"."currency"
), "t14" AS (
  SELECT
    "t13"."period" AS "period",
    "t13"."slice" AS "slice",
    "t13"."currency" AS "currency",
    "t13"."change" AS "change",
    SUM("t13"."change") OVER (
      PARTITION BY "t13"."slice", "t13"."currency"
      ORDER BY "t13"."period" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS "closing"
  FROM (
    SELECT
      "t5"."period" AS "period",
      "t12"."slice" AS "slice",
      "t12"."currency" AS "currency",
      COALESCE("t9"."change", 0) AS "change"
    FROM (
      SELECT
        "t1"."period" AS "period"
      FROM "period" AS "t1"
    ) AS "t5"
    CROSS JOIN (
      SELECT DISTINCT
        "t8"."slice" AS "slice",
        "t8"."currency" AS "currency"
      FROM "t7" AS "t8"
    ) AS "t12"
    LEFT OUTER JOIN "t7" AS "t9"
      ON "t5"."period" = "t9"."period"
      AND "t12"."slice" = "t9"."slice"
      AND "t12"."currency" = "t9"."currency"
  ) AS "t13"
)
SELECT
  *
FROM (
  SELECT
    "t23"."period" AS "period",
    "t23"."slice" AS "slice",
    sumIf("t23"."amount", "t23"."side" = 'numerator') AS "numerator",
    sumIf("t23"."amount", "t23"."side" = 'denominator') AS "denominator",
    sumIf("t23"."amount", "t23"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t6"."period" AS "period",
        "t6"."slice" AS "slice",
        -(
          CAST("t6"."amount" AS Nullable(Decimal(38, 15)))
        ) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t4"."period" AS "period",
          "t4"."slice" AS "slice",
          SUM("t4"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice" AS "slice",
            "t0"."amount_reporting" AS "amount"
          FROM "flows" AS "t0"
          WHERE
            "t0"."kind" IN ('new', 'reactivation', 'expansion', 'contraction', 'churn', 'transfer')
            AND "t0"."period" > -1
        ) AS "t4"
        GROUP BY
          "t4"."period",
          "t4"."slice"
      ) AS "t6"
    ) AS "t11"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t18"."period" AS "period",
          "t18"."slice" AS "slice",
          CAST("t18"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t16"."period" AS "period",
            "t16"."slice" AS "slice",
            SUM("t16"."amount") AS "amount"
          FROM (
            SELECT
              "t15"."period" AS "period",
              "t15"."slice" AS "slice",
              "t15"."currency" AS "currency",
              "t15"."change" AS "change",
              "t15"."closing" AS "closing",
              "t15"."closing" AS "amount"
            FROM "t14" AS "t15"
          ) AS "t16"
          GROUP BY
            "t16"."period",
            "t16"."slice"
        ) AS "t18"
      ) AS "t20"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t19"."period" AS "period",
          "t19"."slice" AS "slice",
          -(
            CAST("t19"."amount" AS Nullable(Decimal(38, 15)))
          ) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t17"."period" AS "period",
            "t17"."slice" AS "slice",
            SUM("t17"."amount") AS "amount"
          FROM (
            SELECT
              "t15"."period" AS "period",
              "t15"."slice" AS "slice",
              "t15"."currency" AS "currency",
              "t15"."change" AS "change",
              "t15"."closing" AS "closing",
              "t15"."closing" - "t15"."change" AS "amount"
            FROM "t14" AS "t15"
          ) AS "t17"
          GROUP BY
            "t17"."period",
            "t17"."slice"
        ) AS "t19"
      ) AS "t21"
    ) AS "t22"
  ) AS "t23"
  GROUP BY
    "t23"."period",
    "t23"."slice"
) AS "t24"
WHERE
  "t24"."period" > -1
