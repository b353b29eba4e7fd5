WITH "t6" AS (
  SELECT
    "t2"."period" AS "period",
    "t2"."slice" AS "slice",
    CAST(SUM("t2"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM "presence_sums" AS "t2"
  GROUP BY
    "t2"."period",
    "t2"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t18"."period" AS "period",
    "t18"."slice" AS "slice",
    sumIf("t18"."amount", "t18"."side" = 'numerator') AS "numerator",
    sumIf("t18"."amount", "t18"."side" = 'denominator') AS "denominator",
    sumIf("t18"."amount", "t18"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t9"."period" AS "period",
        "t9"."slice" AS "slice",
        CAST("t9"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
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
            "t0"."amount" AS "amount"
          FROM "loss_counts" AS "t0"
          WHERE
            NOT (
              "t0"."reason" IN ('payment_failed', 'paused')
            ) AND "t0"."period" > -1
        ) AS "t5"
        GROUP BY
          "t5"."period",
          "t5"."slice"
      ) AS "t9"
    ) AS "t12"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t16"."period" AS "period",
        "t16"."slice" AS "slice",
        CAST("t16"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t15"."period" AS "period",
          "t15"."slice" AS "slice",
          SUM("t15"."amount") AS "amount"
        FROM (
          SELECT
            "t14"."period" AS "period",
            "t14"."slice" AS "slice",
            "t14"."change" AS "change",
            "t14"."closing" AS "closing",
            "t14"."closing" - "t14"."change" AS "amount"
          FROM (
            SELECT
              "t13"."period" AS "period",
              "t13"."slice" AS "slice",
              "t13"."change" AS "change",
              SUM("t13"."change") OVER (
                PARTITION BY "t13"."slice"
                ORDER BY "t13"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t4"."period" AS "period",
                "t11"."slice" AS "slice",
                COALESCE("t8"."change", 0) AS "change"
              FROM (
                SELECT
                  "t1"."period" AS "period"
                FROM "period" AS "t1"
              ) AS "t4"
              CROSS JOIN (
                SELECT DISTINCT
                  "t7"."slice" AS "slice"
                FROM "t6" AS "t7"
              ) AS "t11"
              LEFT OUTER JOIN "t6" AS "t8"
                ON "t4"."period" = "t8"."period" AND "t11"."slice" = "t8"."slice"
            ) AS "t13"
          ) AS "t14"
        ) AS "t15"
        GROUP BY
          "t15"."period",
          "t15"."slice"
      ) AS "t16"
    ) AS "t17"
  ) AS "t18"
  GROUP BY
    "t18"."period",
    "t18"."slice"
) AS "t19"
WHERE
  "t19"."period" > -1
