WITH "t12" AS (
  SELECT
    "t8"."period" AS "period",
    "t8"."slice" AS "slice",
    CAST(SUM("t8"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t3"."period" + 0 AS "period",
      "t3"."slice" AS "slice",
      "t3"."amount" AS "amount"
    FROM "presence_sums" AS "t3"
  ) AS "t8"
  GROUP BY
    "t8"."period",
    "t8"."slice"
), "t13" AS (
  SELECT
    "t9"."period" AS "period",
    "t9"."slice" AS "slice",
    "t9"."currency" AS "currency",
    CAST(SUM("t9"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t4"."slice" AS "slice",
      "t4"."currency" AS "currency",
      "t4"."amount" AS "amount",
      "t4"."period" + 0 AS "period"
    FROM "flows" AS "t4"
  ) AS "t9"
  GROUP BY
    "t9"."period",
    "t9"."slice",
    "t9"."currency"
)
SELECT
  *
FROM (
  SELECT
    "t37"."period" AS "period",
    "t37"."slice" AS "slice",
    sumIf("t37"."amount", "t37"."side" = 'numerator') AS "numerator",
    sumIf("t37"."amount", "t37"."side" = 'denominator') AS "denominator",
    sumIf("t37"."amount", "t37"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t32"."period" AS "period",
        "t32"."slice" AS "slice",
        CAST("t32"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t30"."period" AS "period",
          "t30"."slice" AS "slice",
          SUM("t30"."amount") AS "amount"
        FROM (
          SELECT
            "t27"."period" AS "period",
            "t27"."slice" AS "slice",
            "t27"."change" AS "change",
            "t27"."closing" AS "closing",
            "t27"."closing" AS "amount"
          FROM (
            SELECT
              "t24"."period" AS "period",
              "t24"."slice" AS "slice",
              "t24"."change" AS "change",
              SUM("t24"."change") OVER (
                PARTITION BY "t24"."slice"
                ORDER BY "t24"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t7"."period" AS "period",
                "t21"."slice" AS "slice",
                COALESCE("t16"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t7"
              CROSS JOIN (
                SELECT DISTINCT
                  "t14"."slice" AS "slice"
                FROM "t12" AS "t14"
              ) AS "t21"
              LEFT OUTER JOIN "t12" AS "t16"
                ON "t7"."period" = "t16"."period" AND "t21"."slice" = "t16"."slice"
            ) AS "t24"
          ) AS "t27"
        ) AS "t30"
        GROUP BY
          "t30"."period",
          "t30"."slice"
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
          "t33"."period" AS "period",
          "t33"."slice" AS "slice",
          CAST("t33"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t31"."period" AS "period",
            "t31"."slice" AS "slice",
            SUM("t31"."amount") AS "amount"
          FROM (
            SELECT
              "t28"."period" AS "period",
              "t28"."slice" AS "slice",
              "t28"."currency" AS "currency",
              "t28"."change" AS "change",
              "t28"."closing" AS "closing",
              "t28"."closing" AS "amount"
            FROM (
              SELECT
                "t25"."period" AS "period",
                "t25"."slice" AS "slice",
                "t25"."currency" AS "currency",
                "t25"."change" AS "change",
                SUM("t25"."change") OVER (
                  PARTITION BY "t25"."slice", "t25"."currency"
                  ORDER BY "t25"."period" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "closing"
              FROM (
                SELECT
                  "t7"."period" AS "period",
                  "t22"."slice" AS "slice",
                  "t22"."currency" AS "currency",
                  COALESCE("t17"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t0"."period" AS "period"
                  FROM "period" AS "t0"
                ) AS "t7"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t15"."slice" AS "slice",
                    "t15"."currency" AS "currency"
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
            "t31"."period",
            "t31"."slice"
        ) AS "t33"
      ) AS "t35"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t26"."period" AS "period",
          "t26"."slice" AS "slice",
          -(
            CAST("t26"."amount" AS Nullable(Decimal(38, 15)))
          ) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t23"."period" AS "period",
            "t23"."slice" AS "slice",
            SUM("t23"."amount") AS "amount"
          FROM (
            SELECT
              "t18"."period" + 0 AS "period",
              '' AS "slice",
              CAST(NULL AS Nullable(Int64)) AS "subject_id",
              "t18"."amount_reporting" AS "amount"
            FROM (
              SELECT
                "t11"."spent_at" AS "spent_at",
                "t11"."kind" AS "kind",
                "t11"."currency" AS "currency",
                "t11"."amount" AS "amount",
                "t11"."amount_reporting" AS "amount_reporting",
                "t5"."period" AS "period"
              FROM (
                SELECT
                  "t1"."spent_at" AS "spent_at",
                  "t1"."kind" AS "kind",
                  "t1"."currency" AS "currency",
                  "t1"."amount" AS "amount",
                  "t1"."amount_reporting" AS "amount_reporting",
                  CAST(CAST(FLOOR((
                    toRelativeSecondNum("t1"."spent_at")
                  ) / (
                    86400
                  )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
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
            "t23"."period",
            "t23"."slice"
        ) AS "t26"
      ) AS "t29"
    ) AS "t36"
  ) AS "t37"
  GROUP BY
    "t37"."period",
    "t37"."slice"
) AS "t38"
WHERE
  "t38"."period" > -1
