WITH "t10" AS (
  SELECT
    "t7"."period",
    "t7"."slice",
    "t7"."currency",
    CAST(SUM("t7"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t2"."slice",
      "t2"."currency",
      "t2"."amount",
      "t2"."account_id" AS "subject_id",
      "t2"."period" + 0 AS "period"
    FROM "changes" AS "t2"
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
          "t30"."period",
          "t30"."slice",
          CAST("t30"."amount" AS DECIMAL(38, 15)) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t28"."period",
            "t28"."slice",
            SUM("t28"."amount") AS "amount"
          FROM (
            SELECT
              "t24"."period",
              "t24"."slice",
              "t24"."currency",
              "t24"."change",
              "t24"."closing",
              "t24"."closing" AS "amount"
            FROM (
              SELECT
                "t20"."period",
                "t20"."slice",
                "t20"."currency",
                "t20"."change",
                SUM("t20"."change") OVER (
                  PARTITION BY "t20"."slice", "t20"."currency"
                  ORDER BY "t20"."period" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "closing"
              FROM (
                SELECT
                  "t4"."period",
                  "t16"."slice",
                  "t16"."currency",
                  COALESCE("t14"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t0"."period"
                  FROM "period" AS "t0"
                ) AS "t4"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t12"."slice",
                    "t12"."currency"
                  FROM "t10" AS "t12"
                ) AS "t16"
                LEFT OUTER JOIN "t10" AS "t14"
                  ON "t4"."period" = "t14"."period"
                  AND "t16"."slice" = "t14"."slice"
                  AND "t16"."currency" = "t14"."currency"
              ) AS "t20"
            ) AS "t24"
          ) AS "t28"
          GROUP BY
            1,
            2
        ) AS "t30"
      ) AS "t31"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t21"."period",
          "t21"."slice",
          CAST("t21"."amount" AS DECIMAL(38, 15)) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t17"."period",
            "t17"."slice",
            SUM("t17"."amount") AS "amount"
          FROM (
            SELECT
              "t13"."period" + 0 + 0 AS "period",
              '' AS "slice",
              "t13"."account_id" AS "subject_id",
              CAST(CAST(ROUND(CAST("t13"."amount_reporting" AS DOUBLE) / 3, 6) AS DOUBLE) AS DECIMAL(18, 6)) AS "amount"
            FROM (
              SELECT
                "t11".*
                EXCLUDE ("end_at", "start_at")
              FROM (
                SELECT
                  "t9"."account_id",
                  "t9"."occurred_at",
                  "t9"."kind",
                  "t9"."currency",
                  "t9"."amount",
                  "t9"."amount_reporting",
                  "t8"."period",
                  "t8"."start_at",
                  "t8"."end_at"
                FROM (
                  SELECT
                    *
                  FROM "cash" AS "t1"
                  WHERE
                    "t1"."kind" = 'usage'
                ) AS "t9"
                INNER JOIN (
                  SELECT
                    *
                  FROM "period" AS "t0"
                  WHERE
                    "t0"."period" > -1
                ) AS "t8"
                  ON "t9"."occurred_at" >= "t8"."start_at" AND "t9"."occurred_at" < "t8"."end_at"
              ) AS "t11"
            ) AS "t13"
            WHERE
              (
                "t13"."period" + 0
              ) > -1
          ) AS "t17"
          GROUP BY
            1,
            2
        ) AS "t21"
      ) AS "t25"
    ) AS "t32"
    UNION ALL
    SELECT
      *
    FROM (
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
              CAST("t13"."period" + 1 AS INT) + 0 AS "period",
              '' AS "slice",
              "t13"."account_id" AS "subject_id",
              CAST(CAST(ROUND(CAST("t13"."amount_reporting" AS DOUBLE) / 3, 6) AS DOUBLE) AS DECIMAL(18, 6)) AS "amount"
            FROM (
              SELECT
                "t11".*
                EXCLUDE ("end_at", "start_at")
              FROM (
                SELECT
                  "t9"."account_id",
                  "t9"."occurred_at",
                  "t9"."kind",
                  "t9"."currency",
                  "t9"."amount",
                  "t9"."amount_reporting",
                  "t8"."period",
                  "t8"."start_at",
                  "t8"."end_at"
                FROM (
                  SELECT
                    *
                  FROM "cash" AS "t1"
                  WHERE
                    "t1"."kind" = 'usage'
                ) AS "t9"
                INNER JOIN (
                  SELECT
                    *
                  FROM "period" AS "t0"
                  WHERE
                    "t0"."period" > -1
                ) AS "t8"
                  ON "t9"."occurred_at" >= "t8"."start_at" AND "t9"."occurred_at" < "t8"."end_at"
              ) AS "t11"
            ) AS "t13"
            WHERE
              CAST("t13"."period" + 1 AS INT) > -1
          ) AS "t18"
          GROUP BY
            1,
            2
        ) AS "t22"
      ) AS "t26"
      UNION ALL
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
              CAST("t13"."period" + 2 AS INT) + 0 AS "period",
              '' AS "slice",
              "t13"."account_id" AS "subject_id",
              CAST(CAST(ROUND(CAST("t13"."amount_reporting" AS DOUBLE) / 3, 6) AS DOUBLE) AS DECIMAL(18, 6)) AS "amount"
            FROM (
              SELECT
                "t11".*
                EXCLUDE ("end_at", "start_at")
              FROM (
                SELECT
                  "t9"."account_id",
                  "t9"."occurred_at",
                  "t9"."kind",
                  "t9"."currency",
                  "t9"."amount",
                  "t9"."amount_reporting",
                  "t8"."period",
                  "t8"."start_at",
                  "t8"."end_at"
                FROM (
                  SELECT
                    *
                  FROM "cash" AS "t1"
                  WHERE
                    "t1"."kind" = 'usage'
                ) AS "t9"
                INNER JOIN (
                  SELECT
                    *
                  FROM "period" AS "t0"
                  WHERE
                    "t0"."period" > -1
                ) AS "t8"
                  ON "t9"."occurred_at" >= "t8"."start_at" AND "t9"."occurred_at" < "t8"."end_at"
              ) AS "t11"
            ) AS "t13"
            WHERE
              CAST("t13"."period" + 2 AS INT) > -1
          ) AS "t19"
          GROUP BY
            1,
            2
        ) AS "t23"
      ) AS "t27"
    ) AS "t29"
  ) AS "t33"
  GROUP BY
    1,
    2
) AS "t34"
WHERE
  "t34"."period" > -1
