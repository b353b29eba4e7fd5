WITH "t7" AS (
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
        "t10"."period" AS "period",
        "t10"."slice" AS "slice",
        CAST("t10"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
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
          FROM "move_counts" AS "t0"
          WHERE
            (
              "t0"."new" OR "t0"."reactivation"
            ) AND "t0"."period" > -1
        ) AS "t5"
        GROUP BY
          "t5"."period",
          "t5"."slice"
      ) AS "t10"
    ) AS "t15"
    UNION ALL
    SELECT
      *
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
            "t4"."period" AS "period",
            "t4"."slice" AS "slice",
            SUM("t4"."amount") AS "amount"
          FROM (
            SELECT
              "t0"."period" + 0 AS "period",
              "t0"."slice" AS "slice",
              "t0"."amount" AS "amount"
            FROM "move_counts" AS "t0"
            WHERE
              "t0"."churn" AND "t0"."period" > -1
          ) AS "t4"
          GROUP BY
            "t4"."period",
            "t4"."slice"
        ) AS "t9"
      ) AS "t14"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t19"."period" AS "period",
          "t19"."slice" AS "slice",
          CAST("t19"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'denominator' AS "side"
        FROM (
          SELECT
            "t18"."period" AS "period",
            "t18"."slice" AS "slice",
            SUM("t18"."amount") AS "amount"
          FROM (
            SELECT
              "t17"."period" AS "period",
              "t17"."slice" AS "slice",
              "t17"."change" AS "change",
              "t17"."closing" AS "closing",
              "t17"."closing" - "t17"."change" AS "amount"
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
                  "t6"."period" AS "period",
                  "t13"."slice" AS "slice",
                  COALESCE("t11"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t1"."period" AS "period"
                  FROM "period" AS "t1"
                ) AS "t6"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t8"."slice" AS "slice"
                  FROM "t7" AS "t8"
                ) AS "t13"
                LEFT OUTER JOIN "t7" AS "t11"
                  ON "t6"."period" = "t11"."period" AND "t13"."slice" = "t11"."slice"
              ) AS "t16"
            ) AS "t17"
          ) AS "t18"
          GROUP BY
            "t18"."period",
            "t18"."slice"
        ) AS "t19"
      ) AS "t20"
    ) AS "t21"
  ) AS "t22"
  GROUP BY
    "t22"."period",
    "t22"."slice"
) AS "t23"
WHERE
  "t23"."period" > -1
