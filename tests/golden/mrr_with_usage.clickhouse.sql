WITH "t10" AS (
  SELECT
    "t7"."period" AS "period",
    "t7"."slice" AS "slice",
    "t7"."currency" AS "currency",
    CAST(SUM("t7"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t2"."slice" AS "slice",
      "t2"."currency" AS "currency",
      "t2"."amount" AS "amount",
      "t2"."account_id" AS "subject_id",
      "t2"."period" + 0 AS "period"
    FROM "changes" AS "t2"
  ) AS "t7"
  GROUP BY
    "t7"."period",
    "t7"."slice",
    "t7"."currency"
)
SELECT
  *
FROM (
  SELECT
    "t33"."period" AS "period",
    "t33"."slice" AS "slice",
    sumIf("t33"."amount", "t33"."side" = 'numerator') AS "numerator",
    sumIf("t33"."amount", "t33"."side" = 'denominator') AS "denominator",
    sumIf("t33"."amount", "t33"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t30"."period" AS "period",
          "t30"."slice" AS "slice",
          CAST("t30"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t28"."period" AS "period",
            "t28"."slice" AS "slice",
            SUM("t28"."amount") AS "amount"
          FROM (
            SELECT
              "t24"."period" AS "period",
              "t24"."slice" AS "slice",
              "t24"."currency" AS "currency",
              "t24"."change" AS "change",
              "t24"."closing" AS "closing",
              "t24"."closing" AS "amount"
            FROM (
              SELECT
                "t20"."period" AS "period",
                "t20"."slice" AS "slice",
                "t20"."currency" AS "currency",
                "t20"."change" AS "change",
                SUM("t20"."change") OVER (
                  PARTITION BY "t20"."slice", "t20"."currency"
                  ORDER BY "t20"."period" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "closing"
              FROM (
                SELECT
                  "t4"."period" AS "period",
                  "t16"."slice" AS "slice",
                  "t16"."currency" AS "currency",
                  COALESCE("t14"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t0"."period" AS "period"
                  FROM "period" AS "t0"
                ) AS "t4"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t12"."slice" AS "slice",
                    "t12"."currency" AS "currency"
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
            "t28"."period",
            "t28"."slice"
        ) AS "t30"
      ) AS "t31"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t21"."period" AS "period",
          "t21"."slice" AS "slice",
          CAST("t21"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t17"."period" AS "period",
            "t17"."slice" AS "slice",
            SUM("t17"."amount") AS "amount"
          FROM (
            SELECT
              "t13"."period" + 0 + 0 AS "period",
              '' AS "slice",
              "t13"."account_id" AS "subject_id",
              CAST(CAST(ROUND(CAST("t13"."amount_reporting" AS Nullable(Float64)) / 3, 6) AS Nullable(Float64)) AS Nullable(Decimal(18, 6))) AS "amount"
            FROM (
              SELECT
                "t11".*
                EXCEPT ("end_at", "start_at")
              FROM (
                SELECT
                  "t9"."account_id" AS "account_id",
                  "t9"."occurred_at" AS "occurred_at",
                  "t9"."kind" AS "kind",
                  "t9"."currency" AS "currency",
                  "t9"."amount" AS "amount",
                  "t9"."amount_reporting" AS "amount_reporting",
                  "t8"."period" AS "period",
                  "t8"."start_at" AS "start_at",
                  "t8"."end_at" AS "end_at"
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
            "t17"."period",
            "t17"."slice"
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
          "t22"."period" AS "period",
          "t22"."slice" AS "slice",
          CAST("t22"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t18"."period" AS "period",
            "t18"."slice" AS "slice",
            SUM("t18"."amount") AS "amount"
          FROM (
            SELECT
              CAST("t13"."period" + 1 AS Nullable(Int32)) + 0 AS "period",
              '' AS "slice",
              "t13"."account_id" AS "subject_id",
              CAST(CAST(ROUND(CAST("t13"."amount_reporting" AS Nullable(Float64)) / 3, 6) AS Nullable(Float64)) AS Nullable(Decimal(18, 6))) AS "amount"
            FROM (
              SELECT
                "t11".*
                EXCEPT ("end_at", "start_at")
              FROM (
                SELECT
                  "t9"."account_id" AS "account_id",
                  "t9"."occurred_at" AS "occurred_at",
                  "t9"."kind" AS "kind",
                  "t9"."currency" AS "currency",
                  "t9"."amount" AS "amount",
                  "t9"."amount_reporting" AS "amount_reporting",
                  "t8"."period" AS "period",
                  "t8"."start_at" AS "start_at",
                  "t8"."end_at" AS "end_at"
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
              CAST("t13"."period" + 1 AS Nullable(Int32)) > -1
          ) AS "t18"
          GROUP BY
            "t18"."period",
            "t18"."slice"
        ) AS "t22"
      ) AS "t26"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t23"."period" AS "period",
          "t23"."slice" AS "slice",
          CAST("t23"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t19"."period" AS "period",
            "t19"."slice" AS "slice",
            SUM("t19"."amount") AS "amount"
          FROM (
            SELECT
              CAST("t13"."period" + 2 AS Nullable(Int32)) + 0 AS "period",
              '' AS "slice",
              "t13"."account_id" AS "subject_id",
              CAST(CAST(ROUND(CAST("t13"."amount_reporting" AS Nullable(Float64)) / 3, 6) AS Nullable(Float64)) AS Nullable(Decimal(18, 6))) AS "amount"
            FROM (
              SELECT
                "t11".*
                EXCEPT ("end_at", "start_at")
              FROM (
                SELECT
                  "t9"."account_id" AS "account_id",
                  "t9"."occurred_at" AS "occurred_at",
                  "t9"."kind" AS "kind",
                  "t9"."currency" AS "currency",
                  "t9"."amount" AS "amount",
                  "t9"."amount_reporting" AS "amount_reporting",
                  "t8"."period" AS "period",
                  "t8"."start_at" AS "start_at",
                  "t8"."end_at" AS "end_at"
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
              CAST("t13"."period" + 2 AS Nullable(Int32)) > -1
          ) AS "t19"
          GROUP BY
            "t19"."period",
            "t19"."slice"
        ) AS "t23"
      ) AS "t27"
    ) AS "t29"
  ) AS "t33"
  GROUP BY
    "t33"."period",
    "t33"."slice"
) AS "t34"
WHERE
  "t34"."period" > -1
