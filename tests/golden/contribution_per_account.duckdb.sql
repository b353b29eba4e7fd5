WITH "t9" AS (
  SELECT
    "t3"."period",
    "t3"."slice",
    CAST(SUM("t3"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM "presence_sums" AS "t3"
  GROUP BY
    1,
    2
), "t14" AS (
  SELECT
    "t7"."period",
    "t7"."slice",
    "t7"."currency",
    CAST(SUM("t7"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t4"."period",
      "t4"."slice",
      "t4"."currency",
      "t4"."amount"
    FROM "flows" AS "t4"
  ) AS "t7"
  GROUP BY
    1,
    2,
    3
)
SELECT
  *
FROM (
  SELECT
    "t36"."period",
    "t36"."slice",
    SUM("t36"."amount") FILTER(WHERE
      "t36"."side" = 'numerator') AS "numerator",
    SUM("t36"."amount") FILTER(WHERE
      "t36"."side" = 'denominator') AS "denominator",
    SUM("t36"."amount") FILTER(WHERE
      "t36"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t31"."period",
        "t31"."slice",
        CAST("t31"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t27"."period",
          "t27"."slice",
          SUM("t27"."amount") AS "amount"
        FROM (
          SELECT
            "t26"."period",
            "t26"."slice",
            "t26"."change",
            "t26"."closing",
            "t26"."closing" AS "amount"
          FROM (
            SELECT
              "t22"."period",
              "t22"."slice",
              "t22"."change",
              SUM("t22"."change") OVER (
                PARTITION BY "t22"."slice"
                ORDER BY "t22"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t8"."period",
                "t17"."slice",
                COALESCE("t13"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t8"
              CROSS JOIN (
                SELECT DISTINCT
                  "t11"."slice"
                FROM "t9" AS "t11"
              ) AS "t17"
              LEFT OUTER JOIN "t9" AS "t13"
                ON "t8"."period" = "t13"."period" AND "t17"."slice" = "t13"."slice"
            ) AS "t22"
          ) AS "t26"
        ) AS "t27"
        GROUP BY
          1,
          2
      ) AS "t31"
    ) AS "t33"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t32"."period",
          "t32"."slice",
          CAST("t32"."amount" AS DECIMAL(38, 15)) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t30"."period",
            "t30"."slice",
            SUM("t30"."amount") AS "amount"
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
                "t24"."period",
                "t24"."slice",
                "t24"."currency",
                "t24"."change",
                SUM("t24"."change") OVER (
                  PARTITION BY "t24"."slice", "t24"."currency"
                  ORDER BY "t24"."period" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "closing"
              FROM (
                SELECT
                  "t8"."period",
                  "t21"."slice",
                  "t21"."currency",
                  COALESCE("t18"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t0"."period"
                  FROM "period" AS "t0"
                ) AS "t8"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t16"."slice",
                    "t16"."currency"
                  FROM "t14" AS "t16"
                ) AS "t21"
                LEFT OUTER JOIN "t14" AS "t18"
                  ON "t8"."period" = "t18"."period"
                  AND "t21"."slice" = "t18"."slice"
                  AND "t21"."currency" = "t18"."currency"
              ) AS "t24"
            ) AS "t28"
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
          "t25"."period",
          "t25"."slice",
          -(
            CAST("t25"."amount" AS DECIMAL(38, 15))
          ) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t23"."period",
            "t23"."slice",
            SUM("t23"."amount") AS "amount"
          FROM (
            SELECT
              "t20"."period" + 0 AS "period",
              '' AS "slice",
              CAST(NULL AS BIGINT) AS "subject_id",
              "t20"."amount_reporting" AS "amount"
            FROM (
              SELECT
                "t12"."spent_at",
                "t12"."kind",
                "t12"."currency",
                "t12"."amount",
                "t12"."amount_reporting",
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
              ) AS "t12"
              INNER JOIN "date" AS "t5"
                ON "t12"."utc_date" = "t5"."date"
                AND "t12"."spent_at" >= "t5"."start_at"
                AND "t12"."spent_at" < "t5"."end_at"
            ) AS "t20"
            WHERE
              "t20"."period" > -1
          ) AS "t23"
          GROUP BY
            1,
            2
        ) AS "t25"
      ) AS "t29"
    ) AS "t35"
  ) AS "t36"
  GROUP BY
    1,
    2
) AS "t37"
WHERE
  "t37"."period" > -1
