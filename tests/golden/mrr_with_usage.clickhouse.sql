WITH "t10" AS (
  SELECT
    "t6"."period" AS "period",
    "t6"."slice" AS "slice",
    "t6"."currency" AS "currency",
    CAST(SUM("t6"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t3"."period" AS "period",
      "t3"."slice" AS "slice",
      "t3"."currency" AS "currency",
      "t3"."amount" AS "amount"
    FROM "flows" AS "t3"
  ) AS "t6"
  GROUP BY
    "t6"."period",
    "t6"."slice",
    "t6"."currency"
), "t14" AS (
  SELECT
    "t9"."account_id" AS "account_id",
    "t9"."occurred_at" AS "occurred_at",
    "t9"."kind" AS "kind",
    "t9"."currency" AS "currency",
    "t9"."amount" AS "amount",
    "t9"."amount_reporting" AS "amount_reporting",
    "t4"."period" AS "period"
  FROM (
    SELECT
      "t1"."account_id" AS "account_id",
      "t1"."occurred_at" AS "occurred_at",
      "t1"."kind" AS "kind",
      "t1"."currency" AS "currency",
      "t1"."amount" AS "amount",
      "t1"."amount_reporting" AS "amount_reporting",
      CAST(CAST(FLOOR((
        toRelativeSecondNum("t1"."occurred_at")
      ) / (
        86400
      )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
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
          "t29"."period" AS "period",
          "t29"."slice" AS "slice",
          CAST("t29"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t25"."period" AS "period",
            "t25"."slice" AS "slice",
            SUM("t25"."amount") AS "amount"
          FROM (
            SELECT
              "t21"."period" AS "period",
              "t21"."slice" AS "slice",
              "t21"."currency" AS "currency",
              "t21"."change" AS "change",
              "t21"."closing" AS "closing",
              "t21"."closing" AS "amount"
            FROM (
              SELECT
                "t17"."period" AS "period",
                "t17"."slice" AS "slice",
                "t17"."currency" AS "currency",
                "t17"."change" AS "change",
                SUM("t17"."change") OVER (
                  PARTITION BY "t17"."slice", "t17"."currency"
                  ORDER BY "t17"."period" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "closing"
              FROM (
                SELECT
                  "t7"."period" AS "period",
                  "t15"."slice" AS "slice",
                  "t15"."currency" AS "currency",
                  COALESCE("t12"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t0"."period" AS "period"
                  FROM "period" AS "t0"
                ) AS "t7"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t11"."slice" AS "slice",
                    "t11"."currency" AS "currency"
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
            "t25"."period",
            "t25"."slice"
        ) AS "t29"
      ) AS "t31"
      UNION ALL
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
              "t16"."period" + 0 + 0 AS "period",
              '' AS "slice",
              "t16"."account_id" AS "subject_id",
              CAST(CAST(ROUND(CAST("t16"."amount_reporting" AS Nullable(Float64)) / 3, 6) AS Nullable(Float64)) AS Nullable(Decimal(18, 6))) AS "amount"
            FROM "t14" AS "t16"
            WHERE
              (
                "t16"."period" + 0
              ) > -1
          ) AS "t18"
          GROUP BY
            "t18"."period",
            "t18"."slice"
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
              CAST("t16"."period" + 1 AS Nullable(Int32)) + 0 AS "period",
              '' AS "slice",
              "t16"."account_id" AS "subject_id",
              CAST(CAST(ROUND(CAST("t16"."amount_reporting" AS Nullable(Float64)) / 3, 6) AS Nullable(Float64)) AS Nullable(Decimal(18, 6))) AS "amount"
            FROM "t14" AS "t16"
            WHERE
              CAST("t16"."period" + 1 AS Nullable(Int32)) > -1
          ) AS "t19"
          GROUP BY
            "t19"."period",
            "t19"."slice"
        ) AS "t23"
      ) AS "t27"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t24"."period" AS "period",
          "t24"."slice" AS "slice",
          CAST("t24"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t20"."period" AS "period",
            "t20"."slice" AS "slice",
            SUM("t20"."amount") AS "amount"
          FROM (
            SELECT
              CAST("t16"."period" + 2 AS Nullable(Int32)) + 0 AS "period",
              '' AS "slice",
              "t16"."account_id" AS "subject_id",
              CAST(CAST(ROUND(CAST("t16"."amount_reporting" AS Nullable(Float64)) / 3, 6) AS Nullable(Float64)) AS Nullable(Decimal(18, 6))) AS "amount"
            FROM "t14" AS "t16"
            WHERE
              CAST("t16"."period" + 2 AS Nullable(Int32)) > -1
          ) AS "t20"
          GROUP BY
            "t20"."period",
            "t20"."slice"
        ) AS "t24"
      ) AS "t28"
    ) AS "t30"
  ) AS "t33"
  GROUP BY
    "t33"."period",
    "t33"."slice"
) AS "t34"
WHERE
  "t34"."period" > -1
