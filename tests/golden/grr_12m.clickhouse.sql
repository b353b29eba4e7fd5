WITH "t8" AS (
  SELECT
    "t5"."period" AS "period",
    "t5"."slice" AS "slice",
    CAST(SUM("t5"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t1"."period" AS "period",
      "t1"."slice" AS "slice",
      "t1"."capped" AS "amount"
    FROM "trailing_sums" AS "t1"
  ) AS "t5"
  GROUP BY
    "t5"."period",
    "t5"."slice"
), "t9" AS (
  SELECT
    "t6"."period" AS "period",
    "t6"."slice" AS "slice",
    "t6"."currency" AS "currency",
    CAST(SUM("t6"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t2"."period" AS "period",
      "t2"."slice" AS "slice",
      "t2"."currency" AS "currency",
      "t2"."amount" AS "amount"
    FROM "flows" AS "t2"
  ) AS "t6"
  GROUP BY
    "t6"."period",
    "t6"."slice",
    "t6"."currency"
), "t29" AS (
  SELECT
    "t28"."period" AS "period",
    "t28"."slice" AS "slice",
    CAST("t28"."amount" AS Nullable(Decimal(38, 15))) AS "amount"
  FROM (
    SELECT
      CAST("t25"."period" + 11 AS Nullable(Int32)) AS "period",
      "t25"."slice" AS "slice",
      "t25"."amount" AS "amount"
    FROM (
      SELECT
        "t23"."period" AS "period",
        "t23"."slice" AS "slice",
        SUM("t23"."amount") AS "amount"
      FROM (
        SELECT
          "t21"."period" AS "period",
          "t21"."slice" AS "slice",
          "t21"."currency" AS "currency",
          "t21"."change" AS "change",
          "t21"."closing" AS "closing",
          "t21"."closing" - "t21"."change" AS "amount"
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
              "t17"."slice" AS "slice",
              "t17"."currency" AS "currency",
              COALESCE("t13"."change", 0) AS "change"
            FROM (
              SELECT
                "t0"."period" AS "period"
              FROM "period" AS "t0"
            ) AS "t7"
            CROSS JOIN (
              SELECT DISTINCT
                "t11"."slice" AS "slice",
                "t11"."currency" AS "currency"
              FROM "t9" AS "t11"
            ) AS "t17"
            LEFT OUTER JOIN "t9" AS "t13"
              ON "t7"."period" = "t13"."period"
              AND "t17"."slice" = "t13"."slice"
              AND "t17"."currency" = "t13"."currency"
          ) AS "t19"
        ) AS "t21"
      ) AS "t23"
      GROUP BY
        "t23"."period",
        "t23"."slice"
    ) AS "t25"
  ) AS "t28"
  LEFT SEMI JOIN "period" AS "t3"
    ON "t28"."period" = "t3"."period"
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
        "t30"."period" AS "period",
        "t30"."slice" AS "slice",
        "t30"."amount" AS "amount",
        'denominator' AS "side"
      FROM "t29" AS "t30"
    ) AS "t31"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t30"."period" AS "period",
          "t30"."slice" AS "slice",
          "t30"."amount" AS "amount",
          'numerator' AS "side"
        FROM "t29" AS "t30"
      ) AS "t32"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t24"."period" AS "period",
          "t24"."slice" AS "slice",
          CAST("t24"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
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
                  "t7"."period" AS "period",
                  "t16"."slice" AS "slice",
                  COALESCE("t12"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t0"."period" AS "period"
                  FROM "period" AS "t0"
                ) AS "t7"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t10"."slice" AS "slice"
                  FROM "t8" AS "t10"
                ) AS "t16"
                LEFT OUTER JOIN "t8" AS "t12"
                  ON "t7"."period" = "t12"."period" AND "t16"."slice" = "t12"."slice"
              ) AS "t18"
            ) AS "t20"
          ) AS "t22"
          GROUP BY
            "t22"."period",
            "t22"."slice"
        ) AS "t24"
      ) AS "t26"
    ) AS "t33"
  ) AS "t34"
  GROUP BY
    "t34"."period",
    "t34"."slice"
) AS "t35"
WHERE
  "t35"."period" > -1
