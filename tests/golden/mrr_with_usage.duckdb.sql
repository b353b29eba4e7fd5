WITH "t10" AS (
  SELECT
    "t6"."period",
    "t6"."slice",
    "t6"."currency",
    CAST(SUM("t6"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t3"."period",
      "t3"."slice",
      "t3"."currency",
      "t3"."amount"
    FROM "flows" AS "t3"
  ) AS "t6"
  GROUP BY
    1,
    2,
    3
), "t14" AS (
  SELECT
    "t9"."account_id",
    "t9"."occurred_at",
    "t9"."kind",
    "t9"."currency",
    "t9"."amount",
    "t9"."amount_reporting",
    "t4"."period"
  FROM (
    SELECT
      "t1"."account_id",
      "t1"."occurred_at",
      "t1"."kind",
      "t1"."currency",
      "t1"."amount",
      "t1"."amount_reporting",
      CAST(CAST(FLOOR((
        EPOCH("t1"."occurred_at")
      ) / (
        86400
      )) AS BIGINT) AS INT) AS "utc_date"
    FROM "cash" AS "t1"
    WHERE
      "t1"."kind" = 'usage'
  ) AS "t9"
  INNER JOIN "date" AS "t4"
    ON "t9"."utc_date" = "t4"."date"
    AND "t9"."occurred_at" >= "t4"."start_at"
    AND "t9"."occurred_at" < "t4"."end_at"
)
SELECT
  *
FROM (
  SELECT
    "t33"."period",
    "t33"."slice",
    SUM("t33"."amount") FILTER(WHERE
      "t33"."side" = 'numerator') AS "numerator",
    SUM("t33"."amount") FILTER(WHERE
      "t33"."side" = 'denominator') AS "denominator",
    SUM("t33"."amount") FILTER(WHERE
      "t33"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t29"."period",
          "t29"."slice",
          CAST("t29"."amount" AS DECIMAL(38, 15)) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t25"."period",
            "t25"."slice",
            SUM("t25"."amount") AS "amount"
          FROM (
            SELECT
              "t21"."period",
              "t21"."slice",
              "t21"."currency",
              "t21"."change",
              "t21"."closing",
              "t21"."closing" AS "amount"
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
                  "t7"."period",
                  "t15"."slice",
                  "t15"."currency",
                  COALESCE("t12"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t0"."period"
                  FROM "period" AS "t0"
                ) AS "t7"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t11"."slice",
                    "t11"."currency"
                  FROM "t10" AS "t11"
                ) AS "t15"
                LEFT OUTER JOIN "t10" AS "t12"
                  ON "t7"."period" = "t12"."period"
                  AND "t15"."slice" = "t12"."slice"
                  AND "t15"."currency" = "t12"."currency"
              ) AS "t17"
            ) AS "t21"
          ) AS "t25"
          GROUP BY
            1,
            2
        ) AS "t29"
      ) AS "t31"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t22"."period",
          "t22"."slice",
          CAST("t22"."amount" AS DECIMAL(38, 15)) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t18"."period",
            "t18"."slice",
            SUM("t18"."amount") AS "amount"
          FROM (
            SELECT
              "t16"."period" + 0 + 0 AS "period",
              '' AS "slice",
              "t16"."account_id" AS "subject_id",
              CAST(CAST(ROUND(CAST("t16"."amount_reporting" AS DOUBLE) / 3, 6) AS DOUBLE) AS DECIMAL(18, 6)) AS "amount"
            FROM "t14" AS "t16"
            WHERE
              (
                "t16"."period" + 0
              ) > -1
          ) AS "t18"
          GROUP BY
            1,
            2
        ) AS "t22"
      ) AS "t26"
    ) AS "t32"
    UNION ALL
    SELECT
      *
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
            "t19"."period",
            "t19"."slice",
            SUM("t19"."amount") AS "amount"
          FROM (
            SELECT
              CAST("t16"."period" + 1 AS INT) + 0 AS "period",
              '' AS "slice",
              "t16"."account_id" AS "subject_id",
              CAST(CAST(ROUND(CAST("t16"."amount_reporting" AS DOUBLE) / 3, 6) AS DOUBLE) AS DECIMAL(18, 6)) AS "amount"
            FROM "t14" AS "t16"
            WHERE
              CAST("t16"."period" + 1 AS INT) > -1
          ) AS "t19"
          GROUP BY
            1,
            2
        ) AS "t23"
      ) AS "t27"
      UNION ALL
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
            "t20"."period",
            "t20"."slice",
            SUM("t20"."amount") AS "amount"
          FROM (
            SELECT
              CAST("t16"."period" + 2 AS INT) + 0 AS "period",
              '' AS "slice",
              "t16"."account_id" AS "subject_id",
              CAST(CAST(ROUND(CAST("t16"."amount_reporting" AS DOUBLE) / 3, 6) AS DOUBLE) AS DECIMAL(18, 6)) AS "amount"
            FROM "t14" AS "t16"
            WHERE
              CAST("t16"."period" + 2 AS INT) > -1
          ) AS "t20"
          GROUP BY
            1,
            2
        ) AS "t24"
      ) AS "t28"
    ) AS "t30"
  ) AS "t33"
  GROUP BY
    1,
    2
) AS "t34"
WHERE
  "t34"."period" > -1
