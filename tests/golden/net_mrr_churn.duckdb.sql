WITH "t8" AS (
  SELECT
    "t4"."period",
    "t4"."slice",
    "t4"."currency",
    CAST(SUM("t4"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t2"."period",
      "t2"."slice",
      "t2"."currency",
      "t2"."amount"
    FROM "flows" AS "t2"
  ) AS "t4"
  GROUP BY
    1,
    2,
    3
)
SELECT
  *
FROM (
  SELECT
    "t19"."period",
    "t19"."slice",
    SUM("t19"."amount") FILTER(WHERE
      "t19"."side" = 'numerator') AS "numerator",
    SUM("t19"."amount") FILTER(WHERE
      "t19"."side" = 'denominator') AS "denominator",
    SUM("t19"."amount") FILTER(WHERE
      "t19"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t7"."period",
        "t7"."slice",
        -(
          CAST("t7"."amount" AS DECIMAL(38, 15))
        ) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t5"."period",
          "t5"."slice",
          SUM("t5"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice",
            "t0"."change" AS "amount"
          FROM "outcome_sums" AS "t0"
          WHERE
            "t0"."period" > -1
        ) AS "t5"
        GROUP BY
          1,
          2
      ) AS "t7"
    ) AS "t12"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t17"."period",
        "t17"."slice",
        CAST("t17"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t16"."period",
          "t16"."slice",
          SUM("t16"."amount") AS "amount"
        FROM (
          SELECT
            "t15"."period",
            "t15"."slice",
            "t15"."currency",
            "t15"."change",
            "t15"."closing",
            "t15"."closing" - "t15"."change" AS "amount"
          FROM (
            SELECT
              "t14"."period",
              "t14"."slice",
              "t14"."currency",
              "t14"."change",
              SUM("t14"."change") OVER (
                PARTITION BY "t14"."slice", "t14"."currency"
                ORDER BY "t14"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t6"."period",
                "t13"."slice",
                "t13"."currency",
                COALESCE("t10"."change", 0) AS "change"
              FROM (
                SELECT
                  "t1"."period"
                FROM "period" AS "t1"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t9"."slice",
                  "t9"."currency"
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
          1,
          2
      ) AS "t17"
    ) AS "t18"
  ) AS "t19"
  GROUP BY
    1,
    2
) AS "t20"
WHERE
  "t20"."period" > -1
