WITH "t6" AS (
  SELECT
    "t1"."period",
    "t1"."slice",
    CAST(SUM("t1"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM "presence_sums" AS "t1"
  GROUP BY
    1,
    2
), "t9" AS (
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
    "t26"."period",
    "t26"."slice",
    SUM("t26"."amount") FILTER(WHERE
      "t26"."side" = 'numerator') AS "numerator",
    SUM("t26"."amount") FILTER(WHERE
      "t26"."side" = 'denominator') AS "denominator",
    SUM("t26"."amount") FILTER(WHERE
      "t26"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t23"."period",
        "t23"."slice",
        CAST("t23"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t21"."period",
          "t21"."slice",
          SUM("t21"."amount") AS "amount"
        FROM (
          SELECT
            "t20"."period",
            "t20"."slice",
            "t20"."currency",
            "t20"."change",
            "t20"."closing",
            "t20"."closing" AS "amount"
          FROM (
            SELECT
              "t17"."period",
              "t17"."slice",
              "t17"."currency",
              "t17"."change",
              SUM("t17"."change") OVER (
                PARTITION BY "t17"."slice", "t17"."currency"
                ORDER BY "t17"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period",
                "t15"."slice",
                "t15"."currency",
                COALESCE("t13"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t11"."slice",
                  "t11"."currency"
                FROM "t9" AS "t11"
              ) AS "t15"
              LEFT OUTER JOIN "t9" AS "t13"
                ON "t5"."period" = "t13"."period"
                AND "t15"."slice" = "t13"."slice"
                AND "t15"."currency" = "t13"."currency"
            ) AS "t17"
          ) AS "t20"
        ) AS "t21"
        GROUP BY
          1,
          2
      ) AS "t23"
    ) AS "t25"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t22"."period",
        "t22"."slice",
        CAST("t22"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t19"."period",
          "t19"."slice",
          SUM("t19"."amount") AS "amount"
        FROM (
          SELECT
            "t18"."period",
            "t18"."slice",
            "t18"."change",
            "t18"."closing",
            "t18"."closing" AS "amount"
          FROM (
            SELECT
              "t16"."period",
              "t16"."slice",
              "t16"."change",
              SUM("t16"."change") OVER (
                PARTITION BY "t16"."slice"
                ORDER BY "t16"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period",
                "t12"."slice",
                COALESCE("t8"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t7"."slice"
                FROM "t6" AS "t7"
              ) AS "t12"
              LEFT OUTER JOIN "t6" AS "t8"
                ON "t5"."period" = "t8"."period" AND "t12"."slice" = "t8"."slice"
            ) AS "t16"
          ) AS "t18"
        ) AS "t19"
        GROUP BY
          1,
          2
      ) AS "t22"
    ) AS "t24"
  ) AS "t26"
  GROUP BY
    1,
    2
) AS "t27"
WHERE
  "t27"."period" > -1
