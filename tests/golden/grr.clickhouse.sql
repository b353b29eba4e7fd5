WITH "t8" AS (
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
), "t17" AS (
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
      "t15"."closing" - "t15"."change" AS "amount"
    FROM (
      SELECT
        "t14"."period" AS "period",
        "t14"."slice" AS "slice",
        "t14"."currency" AS "currency",
        "t14"."change" AS "change",
        SUM("t14"."change") OVER (
          PARTITION BY "t14"."slice", "t14"."currency"
          ORDER BY "t14"."period" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS "closing"
      FROM (
        SELECT
          "t6"."period" AS "period",
          "t13"."slice" AS "slice",
          "t13"."currency" AS "currency",
          COALESCE("t10"."change", 0) AS "change"
        FROM (
          SELECT
            "t1"."period" AS "period"
          FROM "period" AS "t1"
        ) AS "t6"
        CROSS JOIN (
          SELECT DISTINCT
            "t9"."slice" AS "slice",
            "t9"."currency" AS "currency"
          FROM "t8" AS "t9"
        ) AS "t13"
        LEFT OUTER JOIN "t8" AS "t10"
          ON "t6"."period" = "t10"."period"
          AND "t13"."slice" = "t10"."slice"
          AND "t13"."currency" = "t10"."currency"
      ) AS "t14"
    ) AS "t15"
  ) AS "t16"
  GROUP BY
    "t16"."period",
    "t16"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t22"."period" AS "period",
    "t22"."slice" AS "slice",
    sumIf("t22"."amount", "t22"."side" = 'numerator') AS "numerator",
    sumIf("t22"."amount", "t22"."side" = 'denominator') AS "denominator",
    sumIf("t22"."amount", "t22"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t18"."period" AS "period",
        "t18"."slice" AS "slice",
        CAST("t18"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM "t17" AS "t18"
    ) AS "t19"
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
        FROM "t17" AS "t18"
      ) AS "t20"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t7"."period" AS "period",
          "t7"."slice" AS "slice",
          CAST("t7"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t5"."period" AS "period",
            "t5"."slice" AS "slice",
            SUM("t5"."amount") AS "amount"
          FROM (
            SELECT
              "t0"."period" + 0 AS "period",
              "t0"."slice" AS "slice",
              "t0"."capped" AS "amount"
            FROM "outcome_sums" AS "t0"
            WHERE
              "t0"."period" > -1
          ) AS "t5"
          GROUP BY
            "t5"."period",
            "t5"."slice"
        ) AS "t7"
      ) AS "t11"
    ) AS "t21"
  ) AS "t22"
  GROUP BY
    "t22"."period",
    "t22"."slice"
) AS "t23"
WHERE
  "t23"."period" > -1
