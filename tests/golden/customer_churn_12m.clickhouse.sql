WITH "t7" AS (
  SELECT
    "t2"."period" AS "period",
    "t2"."slice" AS "slice",
    CAST(SUM("t2"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM "presence_sums" AS "t2"
  GROUP BY
    "t2"."period",
    "t2"."slice"
), "t9" AS (
  SELECT
    "t5"."period" AS "period",
    "t5"."slice" AS "slice",
    CAST(SUM("t5"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t1"."period" AS "period",
      "t1"."slice" AS "slice",
      "t1"."lost" AS "amount"
    FROM "trailing_sums" AS "t1"
  ) AS "t5"
  GROUP BY
    "t5"."period",
    "t5"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t30"."period" AS "period",
    "t30"."slice" AS "slice",
    sumIf("t30"."amount", "t30"."side" = 'numerator') AS "numerator",
    sumIf("t30"."amount", "t30"."side" = 'denominator') AS "denominator",
    sumIf("t30"."amount", "t30"."side" = 'squares') AS "squares"
  FROM (
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
                "t6"."period" AS "period",
                "t16"."slice" AS "slice",
                COALESCE("t13"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t11"."slice" AS "slice"
                FROM "t9" AS "t11"
              ) AS "t16"
              LEFT OUTER JOIN "t9" AS "t13"
                ON "t6"."period" = "t13"."period" AND "t16"."slice" = "t13"."slice"
            ) AS "t18"
          ) AS "t20"
        ) AS "t22"
        GROUP BY
          "t22"."period",
          "t22"."slice"
      ) AS "t24"
    ) AS "t25"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t28"."period" AS "period",
        "t28"."slice" AS "slice",
        "t28"."amount" AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t27"."period" AS "period",
          "t27"."slice" AS "slice",
          CAST("t27"."amount" AS Nullable(Decimal(38, 15))) AS "amount"
        FROM (
          SELECT
            CAST("t23"."period" + 11 AS Nullable(Int32)) AS "period",
            "t23"."slice" AS "slice",
            "t23"."amount" AS "amount"
          FROM (
            SELECT
              "t21"."period" AS "period",
              "t21"."slice" AS "slice",
              SUM("t21"."amount") AS "amount"
            FROM (
              SELECT
                "t19"."period" AS "period",
                "t19"."slice" AS "slice",
                "t19"."change" AS "change",
                "t19"."closing" AS "closing",
                "t19"."closing" - "t19"."change" AS "amount"
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
                    "t6"."period" AS "period",
                    "t14"."slice" AS "slice",
                    COALESCE("t10"."change", 0) AS "change"
                  FROM (
                    SELECT
                      "t0"."period" AS "period"
                    FROM "period" AS "t0"
                  ) AS "t6"
                  CROSS JOIN (
                    SELECT DISTINCT
                      "t8"."slice" AS "slice"
                    FROM "t7" AS "t8"
                  ) AS "t14"
                  LEFT OUTER JOIN "t7" AS "t10"
                    ON "t6"."period" = "t10"."period" AND "t14"."slice" = "t10"."slice"
                ) AS "t17"
              ) AS "t19"
            ) AS "t21"
            GROUP BY
              "t21"."period",
              "t21"."slice"
          ) AS "t23"
        ) AS "t27"
        LEFT SEMI JOIN "period" AS "t3"
          ON "t27"."period" = "t3"."period"
      ) AS "t28"
    ) AS "t29"
  ) AS "t30"
  GROUP BY
    "t30"."period",
    "t30"."slice"
) AS "t31"
WHERE
  "t31"."period" > -1
