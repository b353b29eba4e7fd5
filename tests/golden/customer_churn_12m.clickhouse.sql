WITH "t7" AS (
  SELECT
    "t4"."period" AS "period",
    "t4"."slice" AS "slice",
    CAST(SUM("t4"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t1"."period" AS "period",
      "t1"."slice" AS "slice",
      "t1"."lost" AS "amount"
    FROM "trailing_sums" AS "t1"
  ) AS "t4"
  GROUP BY
    "t4"."period",
    "t4"."slice"
), "t10" AS (
  SELECT
    "t6"."period" AS "period",
    "t6"."slice" AS "slice",
    CAST(SUM("t6"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      CAST("t2"."period" + 11 AS Nullable(Int32)) AS "period",
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
        "t22"."period" AS "period",
        "t22"."slice" AS "slice",
        CAST("t22"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t20"."period" AS "period",
          "t20"."slice" AS "slice",
          SUM("t20"."amount") AS "amount"
        FROM (
          SELECT
            "t19"."period" AS "period",
            "t19"."slice" AS "slice",
            "t19"."change" AS "change",
            "t19"."closing" AS "closing",
            "t19"."closing" AS "amount"
          FROM (
            SELECT
              "t17"."period" AS "period",
              "t17"."slice" AS "slice",
              "t17"."change" AS "change",
              SUM("t17"."change") OVER (
                PARTITION BY "t17"."slice"
                ORDER BY "t17"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period" AS "period",
                "t13"."slice" AS "slice",
                COALESCE("t9"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t8"."slice" AS "slice"
                FROM "t7" AS "t8"
              ) AS "t13"
              LEFT OUTER JOIN "t7" AS "t9"
                ON "t5"."period" = "t9"."period" AND "t13"."slice" = "t9"."slice"
            ) AS "t17"
          ) AS "t19"
        ) AS "t20"
        GROUP BY
          "t20"."period",
          "t20"."slice"
      ) AS "t22"
    ) AS "t24"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t25"."period" AS "period",
        "t25"."slice" AS "slice",
        CAST("t25"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t23"."period" AS "period",
          "t23"."slice" AS "slice",
          SUM("t23"."amount") AS "amount"
        FROM (
          SELECT
            "t21"."period" AS "period",
            "t21"."slice" AS "slice",
            "t21"."change" AS "change",
            "t21"."closing" AS "closing",
            "t21"."closing" - "t21"."change" AS "amount"
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
                "t5"."period" AS "period",
                "t16"."slice" AS "slice",
                COALESCE("t14"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t12"."slice" AS "slice"
                FROM "t10" AS "t12"
              ) AS "t16"
              LEFT OUTER JOIN "t10" AS "t14"
                ON "t5"."period" = "t14"."period" AND "t16"."slice" = "t14"."slice"
            ) AS "t18"
          ) AS "t21"
        ) AS "t23"
        GROUP BY
          "t23"."period",
          "t23"."slice"
      ) AS "t25"
    ) AS "t26"
  ) AS "t27"
  GROUP BY
    "t27"."period",
    "t27"."slice"
) AS "t28"
WHERE
  "t28"."period" > -1
