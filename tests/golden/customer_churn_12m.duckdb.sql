WITH "t7" AS (
  SELECT
    "t2"."period",
    "t2"."slice",
    CAST(SUM("t2"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM "presence_sums" AS "t2"
  GROUP BY
    1,
    2
), "t9" AS (
  SELECT
    "t5"."period",
    "t5"."slice",
    CAST(SUM("t5"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t1"."period",
      "t1"."slice",
      "t1"."lost" AS "amount"
    FROM "trailing_sums" AS "t1"
  ) AS "t5"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t30"."period",
    "t30"."slice",
    SUM("t30"."amount") FILTER(WHERE
      "t30"."side" = 'numerator') AS "numerator",
    SUM("t30"."amount") FILTER(WHERE
      "t30"."side" = 'denominator') AS "denominator",
    SUM("t30"."amount") FILTER(WHERE
      "t30"."side" = 'squares') AS "squares"
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
            "t20"."change",
            "t20"."closing",
            "t20"."closing" AS "amount"
          FROM (
            SELECT
              "t18"."period",
              "t18"."slice",
              "t18"."change",
              SUM("t18"."change") OVER (
                PARTITION BY "t18"."slice"
                ORDER BY "t18"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t6"."period",
                "t16"."slice",
                COALESCE("t13"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t11"."slice"
                FROM "t9" AS "t11"
              ) AS "t16"
              LEFT OUTER JOIN "t9" AS "t13"
                ON "t6"."period" = "t13"."period" AND "t16"."slice" = "t13"."slice"
            ) AS "t18"
          ) AS "t20"
        ) AS "t22"
        GROUP BY
          1,
          2
      ) AS "t24"
    ) AS "t25"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t28"."period",
        "t28"."slice",
        "t28"."amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t27"."period",
          "t27"."slice",
          CAST("t27"."amount" AS DECIMAL(38, 15)) AS "amount"
        FROM (
          SELECT
            CAST("t23"."period" + 11 AS INT) AS "period",
            "t23"."slice",
            "t23"."amount"
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
                "t19"."closing" - "t19"."change" AS "amount"
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
                    "t6"."period",
                    "t14"."slice",
                    COALESCE("t10"."change", 0) AS "change"
                  FROM (
                    SELECT
                      "t0"."period"
                    FROM "period" AS "t0"
                  ) AS "t6"
                  CROSS JOIN (
                    SELECT DISTINCT
                      "t8"."slice"
                    FROM "t7" AS "t8"
                  ) AS "t14"
                  LEFT OUTER JOIN "t7" AS "t10"
                    ON "t6"."period" = "t10"."period" AND "t14"."slice" = "t10"."slice"
                ) AS "t17"
              ) AS "t19"
            ) AS "t21"
            GROUP BY
              1,
              2
          ) AS "t23"
        ) AS "t27"
        SEMI JOIN "period" AS "t3"
          ON "t27"."period" = "t3"."period"
      ) AS "t28"
    ) AS "t29"
  ) AS "t30"
  GROUP BY
    1,
    2
) AS "t31"
WHERE
  "t31"."period" > -1
