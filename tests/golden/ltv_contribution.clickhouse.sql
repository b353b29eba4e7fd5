WITH "t12" AS (
  SELECT
    "t8"."period" AS "period",
    "t8"."slice" AS "slice",
    CAST(SUM("t8"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t2"."period" + 0 AS "period",
      "t2"."slice" AS "slice",
      "t2"."subject_id" AS "subject_id",
      "t2"."amount" AS "amount"
    FROM "presence" AS "t2"
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
      "t3"."slice" AS "slice",
      "t3"."currency" AS "currency",
      "t3"."amount" AS "amount",
      "t3"."account_id" AS "subject_id",
      "t3"."period" + 0 AS "period"
    FROM "changes" AS "t3"
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
    "t38"."period" AS "period",
    "t38"."slice" AS "slice",
    sumIf("t38"."amount", "t38"."side" = 'numerator') AS "numerator",
    sumIf("t38"."amount", "t38"."side" = 'denominator') AS "denominator",
    sumIf("t38"."amount", "t38"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t33"."period" AS "period",
        "t33"."slice" AS "slice",
        CAST("t33"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t31"."period" AS "period",
          "t31"."slice" AS "slice",
          SUM("t31"."amount") AS "amount"
        FROM (
          SELECT
            "t29"."period" AS "period",
            "t29"."slice" AS "slice",
            "t29"."change" AS "change",
            "t29"."closing" AS "closing",
            "t29"."closing" AS "amount"
          FROM (
            SELECT
              "t26"."period" AS "period",
              "t26"."slice" AS "slice",
              "t26"."change" AS "change",
              SUM("t26"."change") OVER (
                PARTITION BY "t26"."slice"
                ORDER BY "t26"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period" AS "period",
                "t22"."slice" AS "slice",
                COALESCE("t18"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t15"."slice" AS "slice"
                FROM "t12" AS "t15"
              ) AS "t22"
              LEFT OUTER JOIN "t12" AS "t18"
                ON "t5"."period" = "t18"."period" AND "t22"."slice" = "t18"."slice"
            ) AS "t26"
          ) AS "t29"
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
        *
      FROM (
        SELECT
          "t34"."period" AS "period",
          "t34"."slice" AS "slice",
          CAST("t34"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t32"."period" AS "period",
            "t32"."slice" AS "slice",
            SUM("t32"."amount") AS "amount"
          FROM (
            SELECT
              "t30"."period" AS "period",
              "t30"."slice" AS "slice",
              "t30"."currency" AS "currency",
              "t30"."change" AS "change",
              "t30"."closing" AS "closing",
              "t30"."closing" AS "amount"
            FROM (
              SELECT
                "t27"."period" AS "period",
                "t27"."slice" AS "slice",
                "t27"."currency" AS "currency",
                "t27"."change" AS "change",
                SUM("t27"."change") OVER (
                  PARTITION BY "t27"."slice", "t27"."currency"
                  ORDER BY "t27"."period" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "closing"
              FROM (
                SELECT
                  "t5"."period" AS "period",
                  "t23"."slice" AS "slice",
                  "t23"."currency" AS "currency",
                  COALESCE("t19"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t0"."period" AS "period"
                  FROM "period" AS "t0"
                ) AS "t5"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t16"."slice" AS "slice",
                    "t16"."currency" AS "currency"
                  FROM "t13" AS "t16"
                ) AS "t23"
                LEFT OUTER JOIN "t13" AS "t19"
                  ON "t5"."period" = "t19"."period"
                  AND "t23"."slice" = "t19"."slice"
                  AND "t23"."currency" = "t19"."currency"
              ) AS "t27"
            ) AS "t30"
          ) AS "t32"
          GROUP BY
            "t32"."period",
            "t32"."slice"
        ) AS "t34"
      ) AS "t36"
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
            "t24"."period" AS "period",
            "t24"."slice" AS "slice",
            SUM("t24"."amount") AS "amount"
          FROM (
            SELECT
              "t17"."period" + 0 AS "period",
              '' AS "slice",
              CAST(NULL AS Nullable(Int64)) AS "subject_id",
              "t17"."amount_reporting" AS "amount"
            FROM (
              SELECT
                "t14".*
                EXCEPT ("end_at", "start_at")
              FROM (
                SELECT
                  "t11"."spent_at" AS "spent_at",
                  "t11"."kind" AS "kind",
                  "t11"."currency" AS "currency",
                  "t11"."amount" AS "amount",
                  "t11"."amount_reporting" AS "amount_reporting",
                  "t10"."period" AS "period",
                  "t10"."start_at" AS "start_at",
                  "t10"."end_at" AS "end_at"
                FROM (
                  SELECT
                    *
                  FROM "cost" AS "t1"
                  WHERE
                    "t1"."kind" = 'serving'
                ) AS "t11"
                INNER JOIN (
                  SELECT
                    *
                  FROM "period" AS "t0"
                  WHERE
                    "t0"."period" > -1
                ) AS "t10"
                  ON "t11"."spent_at" >= "t10"."start_at" AND "t11"."spent_at" < "t10"."end_at"
              ) AS "t14"
            ) AS "t17"
            WHERE
              "t17"."period" > -1
          ) AS "t24"
          GROUP BY
            "t24"."period",
            "t24"."slice"
        ) AS "t25"
      ) AS "t28"
    ) AS "t37"
  ) AS "t38"
  GROUP BY
    "t38"."period",
    "t38"."slice"
) AS "t39"
WHERE
  "t39"."period" > -1
