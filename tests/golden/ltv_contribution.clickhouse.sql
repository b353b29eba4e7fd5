WITH "t9" AS (
  SELECT
    "t3"."period" AS "period",
    "t3"."slice" AS "slice",
    CAST(SUM("t3"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM "presence_sums" AS "t3"
  GROUP BY
    "t3"."period",
    "t3"."slice"
), "t14" AS (
  SELECT
    "t7"."period" AS "period",
    "t7"."slice" AS "slice",
    "t7"."currency" AS "currency",
    CAST(SUM("t7"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t4"."period" AS "period",
      "t4"."slice" AS "slice",
      "t4"."currency" AS "currency",
      "t4"."amount" AS "amount"
    FROM "flows" AS "t4"
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
    "t36"."period" AS "period",
    "t36"."slice" AS "slice",
    sumIf("t36"."amount", "t36"."side" = 'numerator') AS "numerator",
    sumIf("t36"."amount", "t36"."side" = 'denominator') AS "denominator",
    sumIf("t36"."amount", "t36"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t31"."period" AS "period",
        "t31"."slice" AS "slice",
        CAST("t31"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t27"."period" AS "period",
          "t27"."slice" AS "slice",
          SUM("t27"."amount") AS "amount"
        FROM (
          SELECT
            "t26"."period" AS "period",
            "t26"."slice" AS "slice",
            "t26"."change" AS "change",
            "t26"."closing" AS "closing",
            "t26"."closing" AS "amount"
          FROM (
            SELECT
              "t22"."period" AS "period",
              "t22"."slice" AS "slice",
              "t22"."change" AS "change",
              SUM("t22"."change") OVER (
                PARTITION BY "t22"."slice"
                ORDER BY "t22"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t8"."period" AS "period",
                "t17"."slice" AS "slice",
                COALESCE("t13"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t8"
              CROSS JOIN (
                SELECT DISTINCT
                  "t11"."slice" AS "slice"
                FROM "t9" AS "t11"
              ) AS "t17"
              LEFT OUTER JOIN "t9" AS "t13"
                ON "t8"."period" = "t13"."period" AND "t17"."slice" = "t13"."slice"
            ) AS "t22"
          ) AS "t26"
        ) AS "t27"
        GROUP BY
          "t27"."period",
          "t27"."slice"
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
          "t32"."period" AS "period",
          "t32"."slice" AS "slice",
          CAST("t32"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t30"."period" AS "period",
            "t30"."slice" AS "slice",
            SUM("t30"."amount") AS "amount"
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
                "t24"."period" AS "period",
                "t24"."slice" AS "slice",
                "t24"."currency" AS "currency",
                "t24"."change" AS "change",
                SUM("t24"."change") OVER (
                  PARTITION BY "t24"."slice", "t24"."currency"
                  ORDER BY "t24"."period" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "closing"
              FROM (
                SELECT
                  "t8"."period" AS "period",
                  "t21"."slice" AS "slice",
                  "t21"."currency" AS "currency",
                  COALESCE("t18"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t0"."period" AS "period"
                  FROM "period" AS "t0"
                ) AS "t8"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t16"."slice" AS "slice",
                    "t16"."currency" AS "currency"
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
            "t30"."period",
            "t30"."slice"
        ) AS "t32"
      ) AS "t34"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t25"."period" AS "period",
          "t25"."slice" AS "slice",
          -(
            CAST("t25"."amount" AS Nullable(Decimal(38, 15)))
          ) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t23"."period" AS "period",
            "t23"."slice" AS "slice",
            SUM("t23"."amount") AS "amount"
          FROM (
            SELECT
              "t20"."period" + 0 AS "period",
              '' AS "slice",
              CAST(NULL AS Nullable(Int64)) AS "subject_id",
              "t20"."amount_reporting" AS "amount"
            FROM (
              SELECT
                "t12"."spent_at" AS "spent_at",
                "t12"."kind" AS "kind",
                "t12"."currency" AS "currency",
                "t12"."amount" AS "amount",
                "t12"."amount_reporting" AS "amount_reporting",
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
            "t23"."period",
            "t23"."slice"
        ) AS "t25"
      ) AS "t29"
    ) AS "t35"
  ) AS "t36"
  GROUP BY
    "t36"."period",
    "t36"."slice"
) AS "t37"
WHERE
  "t37"."period" > -1
