WITH "t12" AS (
  SELECT
    "t8"."period",
    "t8"."slice",
    CAST(SUM("t8"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t3"."period" + 0 AS "period",
      "t3"."slice",
      "t3"."amount"
    FROM "presence_sums" AS "t3"
  ) AS "t8"
  GROUP BY
    1,
    2
), "t13" AS (
  SELECT
    "t9"."period",
    "t9"."slice",
    "t9"."currency",
    CAST(SUM("t9"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t4"."slice",
      "t4"."currency",
      "t4"."amount",
      "t4"."period" + 0 AS "period"
    FROM "flows" AS "t4"
  ) AS "t9"
  GROUP BY
    1,
    2,
    3
)
SELECT
  *
FROM (
  SELECT
    "t37"."period",
    "t37"."slice",
    SUM("t37"."amount") FILTER(WHERE
      "t37"."side" = 'numerator') AS "numerator",
    SUM("t37"."amount") FILTER(WHERE
      "t37"."side" = 'denominator') AS "denominator",
    SUM("t37"."amount") FILTER(WHERE
      "t37"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t32"."period",
        "t32"."slice",
        CAST("t32"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t30"."period",
          "t30"."slice",
          SUM("t30"."amount") AS "amount"
        FROM (
          SELECT
            "t27"."period",
            "t27"."slice",
            "t27"."change",
            "t27"."closing",
            "t27"."closing" AS "amount"
          FROM (
            SELECT
              "t24"."period",
              "t24"."slice",
              "t24"."change",
              SUM("t24"."change") OVER (
                PARTITION BY "t24"."slice"
                ORDER BY "t24"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t7"."period",
                "t21"."slice",
                COALESCE("t16"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t7"
              CROSS JOIN (
                SELECT DISTINCT
                  "t14"."slice"
                FROM "t12" AS "t14"
              ) AS "t21"
              LEFT OUTER JOIN "t12" AS "t16"
                ON "t7"."period" = "t16"."period" AND "t21"."slice" = "t16"."slice"
            ) AS "t24"
          ) AS "t27"
        ) AS "t30"
        GROUP BY
          1,
          2
      ) AS "t32"
    ) AS "t34"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t33"."period",
          "t33"."slice",
          CAST("t33"."amount" AS DECIMAL(38, 15)) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t31"."period",
            "t31"."slice",
            SUM("t31"."amount") AS "amount"
          FROM (
            SELECT
              "t28"."period",
              "t28"."slice",
              "t28"."currency",
              "t28"."change",
              "t28"."closing",
              "t28"."closing" AS "amount"
            FROM (
              SELECT
                "t25"."period",
                "t25"."slice",
                "t25"."currency",
                "t25"."change",
                SUM("t25"."change") OVER (
                  PARTITION BY "t25"."slice", "t25"."currency"
                  ORDER BY "t25"."period" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "closing"
              FROM (
                SELECT
                  "t7"."period",
                  "t22"."slice",
                  "t22"."currency",
                  COALESCE("t17"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t0"."period"
                  FROM "period" AS "t0"
                ) AS "t7"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t15"."slice",
                    "t15"."currency"
                  FROM "t13" AS "t15"
                ) AS "t22"
                LEFT OUTER JOIN "t13" AS "t17"
                  ON "t7"."period" = "t17"."period"
                  AND "t22"."slice" = "t17"."slice"
                  AND "t22"."currency" = "t17"."currency"
              ) AS "t25"
            ) AS "t28"
          ) AS "t31"
          GROUP BY
            1,
            2
        ) AS "t33"
      ) AS "t35"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t26"."period",
          "t26"."slice",
          -(
            CAST("t26"."amount" AS DECIMAL(38, 15))
          ) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t23"."period",
            "t23"."slice",
            SUM("t23"."amount") AS "amount"
          FROM (
            SELECT
              "t18"."period" + 0 AS "period",
              '' AS "slice",
              CAST(NULL AS BIGINT) AS "subject_id",
              "t18"."amount_reporting" AS "amount"
            FROM (
              SELECT
                "t11"."spent_at",
                "t11"."kind",
                "t11"."currency",
                "t11"."amount",
                "t11"."amount_reporting",
                "t5"."period"
              FROM (
                SELECT
                  "t1"."spent_at",
                  "t1"."kind",
                  "t1"."currency",
                  "t1"."amount",
                  "t1"."amount_reporting",
                  CAST(CAST(FLOOR((
                    EPOCH("t1"."spent_at")
                  ) / (
                    86400
                  )) AS BIGINT) AS INT) AS "utc_date"
                FROM "cost" AS "t1"
                WHERE
                  "t1"."kind" = 'serving'
              ) AS "t11"
              INNER JOIN "date" AS "t5"
                ON "t11"."utc_date" = "t5"."date"
                AND "t11"."spent_at" >= "t5"."start_at"
                AND "t11"."spent_at" < "t5"."end_at"
            ) AS "t18"
            WHERE
              "t18"."period" > -1
          ) AS "t23"
          GROUP BY
            1,
            2
        ) AS "t26"
      ) AS "t29"
    ) AS "t36"
  ) AS "t37"
  GROUP BY
    1,
    2
) AS "t38"
WHERE
  "t38"."period" > -1
