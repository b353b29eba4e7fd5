WITH "t10" AS (
  SELECT
    "t7"."period" AS "period",
    "t7"."slice" AS "slice",
    CAST(SUM("t7"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t2"."period" + 0 AS "period",
      "t2"."slice" AS "slice",
      "t2"."amount" AS "amount"
    FROM "presence_sums" AS "t2"
  ) AS "t7"
  GROUP BY
    "t7"."period",
    "t7"."slice"
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
        "t9"."period" AS "period",
        "t9"."slice" AS "slice",
        CAST("t9"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
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
      ) AS "t9"
    ) AS "t13"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t8"."period" AS "period",
          "t8"."slice" AS "slice",
          CAST("t8"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
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
        ) AS "t8"
      ) AS "t12"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t20"."period" AS "period",
          "t20"."slice" AS "slice",
          CAST("t20"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'denominator' AS "side"
        FROM (
          SELECT
            "t19"."period" AS "period",
            "t19"."slice" AS "slice",
            SUM("t19"."amount") AS "amount"
          FROM (
            SELECT
              "t18"."period" AS "period",
              "t18"."slice" AS "slice",
              "t18"."change" AS "change",
              "t18"."closing" AS "closing",
              "t18"."closing" - "t18"."change" AS "amount"
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
                  "t16"."slice" AS "slice",
                  COALESCE("t14"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t1"."period" AS "period"
                  FROM "period" AS "t1"
                ) AS "t6"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t11"."slice" AS "slice"
                  FROM "t10" AS "t11"
                ) AS "t16"
                LEFT OUTER JOIN "t10" AS "t14"
                  ON "t6"."period" = "t14"."period" AND "t16"."slice" = "t14"."slice"
              ) AS "t17"
            ) AS "t18"
          ) AS "t19"
          GROUP BY
            "t19"."period",
            "t19"."slice"
        ) AS "t20"
      ) AS "t21"
    ) AS "t22"
  ) AS "t23"
  GROUP BY
    "t23"."period",
    "t23"."slice"
) AS "t24"
WHERE
  "t24"."period" > -1
