WITH "t4" AS (
  SELECT
    "t1"."period" AS "period",
    "t1"."slice" AS "slice",
    CAST(SUM("t1"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM "presence_sums" AS "t1"
  GROUP BY
    "t1"."period",
    "t1"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t13"."period" AS "period",
    "t13"."slice" AS "slice",
    sumIf("t13"."amount", "t13"."side" = 'numerator') AS "numerator",
    sumIf("t13"."amount", "t13"."side" = 'denominator') AS "denominator",
    sumIf("t13"."amount", "t13"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t12"."period" AS "period",
      "t12"."slice" AS "slice",
      CAST("t12"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t11"."period" AS "period",
        "t11"."slice" AS "slice",
        SUM("t11"."amount") AS "amount"
      FROM (
        SELECT
          "t10"."period" AS "period",
          "t10"."slice" AS "slice",
          "t10"."change" AS "change",
          "t10"."closing" AS "closing",
          "t10"."closing" AS "amount"
        FROM (
          SELECT
            "t9"."period" AS "period",
            "t9"."slice" AS "slice",
            "t9"."change" AS "change",
            SUM("t9"."change") OVER (
              PARTITION BY "t9"."slice"
              ORDER BY "t9"."period" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS "closing"
          FROM (
            SELECT
              "t3"."period" AS "period",
              "t8"."slice" AS "slice",
              COALESCE("t6"."change", 0) AS "change"
            FROM (
              SELECT
                "t0"."period" AS "period"
              FROM "period" AS "t0"
            ) AS "t3"
            CROSS JOIN (
              SELECT DISTINCT
                "t5"."slice" AS "slice"
              FROM "t4" AS "t5"
            ) AS "t8"
            LEFT OUTER JOIN "t4" AS "t6"
              ON "t3"."period" = "t6"."period" AND "t8"."slice" = "t6"."slice"
          ) AS "t9"
        ) AS "t10"
      ) AS "t11"
      GROUP BY
        "t11"."period",
        "t11"."slice"
    ) AS "t12"
  ) AS "t13"
  GROUP BY
    "t13"."period",
    "t13"."slice"
) AS "t14"
WHERE
  "t14"."period" > -1
