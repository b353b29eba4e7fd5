WITH "t7" AS (
  SELECT
    "t5"."period",
    "t5"."slice",
    CAST(SUM("t5"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t2"."period" + 0 AS "period",
      "t2"."slice",
      "t2"."subject_id",
      "t2"."amount"
    FROM "presence" AS "t2"
  ) AS "t5"
  GROUP BY
    1,
    2
), "t9" AS (
  SELECT
    "t6"."period",
    "t6"."slice",
    "t6"."currency",
    CAST(SUM("t6"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t1"."slice",
      "t1"."currency",
      CAST(CAST("t1"."amount" AS DECIMAL(28, 9)) * CAST(CAST(1.000000 AS DECIMAL(9, 6)) AS DECIMAL(28, 9)) AS DECIMAL(38, 15)) AS "amount",
      "t1"."account_id" AS "subject_id",
      "t1"."period" + 0 AS "period"
    FROM "changes" AS "t1"
  ) AS "t6"
  GROUP BY
    1,
    2,
    3
)
SELECT
  *
FROM (
  SELECT
    "t27"."period",
    "t27"."slice",
    SUM("t27"."amount") FILTER(WHERE
      "t27"."side" = 'numerator') AS "numerator",
    SUM("t27"."amount") FILTER(WHERE
      "t27"."side" = 'denominator') AS "denominator",
    SUM("t27"."amount") FILTER(WHERE
      "t27"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t24"."period",
        "t24"."slice",
        CAST("t24"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t22"."period",
          "t22"."slice",
          SUM("t22"."amount") AS "amount"
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
              "t18"."period",
              "t18"."slice",
              "t18"."currency",
              "t18"."change",
              SUM("t18"."change") OVER (
                PARTITION BY "t18"."slice", "t18"."currency"
                ORDER BY "t18"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t4"."period",
                "t16"."slice",
                "t16"."currency",
                COALESCE("t13"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t4"
              CROSS JOIN (
                SELECT DISTINCT
                  "t11"."slice",
                  "t11"."currency"
                FROM "t9" AS "t11"
              ) AS "t16"
              LEFT OUTER JOIN "t9" AS "t13"
                ON "t4"."period" = "t13"."period"
                AND "t16"."slice" = "t13"."slice"
                AND "t16"."currency" = "t13"."currency"
            ) AS "t18"
          ) AS "t20"
        ) AS "t22"
        GROUP BY
          1,
          2
      ) AS "t24"
    ) AS "t26"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t23"."period",
        "t23"."slice",
        CAST("t23"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t21"."period",
          "t21"."slice",
          SUM("t21"."amount") AS "amount"
        FROM (
          SELECT
            "t19"."period",
            "t19"."slice",
            "t19"."change",
            "t19"."closing",
            "t19"."closing" AS "amount"
          FROM (
            SELECT
              "t17"."period",
              "t17"."slice",
              "t17"."change",
              SUM("t17"."change") OVER (
                PARTITION BY "t17"."slice"
                ORDER BY "t17"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t4"."period",
                "t14"."slice",
                COALESCE("t10"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t4"
              CROSS JOIN (
                SELECT DISTINCT
                  "t8"."slice"
                FROM "t7" AS "t8"
              ) AS "t14"
              LEFT OUTER JOIN "t7" AS "t10"
                ON "t4"."period" = "t10"."period" AND "t14"."slice" = "t10"."slice"
            ) AS "t17"
          ) AS "t19"
        ) AS "t21"
        GROUP BY
          1,
          2
      ) AS "t23"
    ) AS "t25"
  ) AS "t27"
  GROUP BY
    1,
    2
) AS "t28"
WHERE
  "t28"."period" > -1
