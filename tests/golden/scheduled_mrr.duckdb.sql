WITH "t12" AS (
  SELECT
    "t11"."period",
    "t11"."slice",
    "t11"."currency",
    CAST(SUM("t11"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t10"."period",
      "t10"."slice",
      "t10"."currency",
      "t10"."amount",
      "t10"."account_id" AS "subject_id"
    FROM (
      SELECT
        "t9"."series",
        "t9"."account_id",
        "t9"."effective_at",
        "t9"."plan",
        "t9"."currency",
        "t9"."reason",
        "t9"."amount",
        "t9"."amount_reporting",
        "t9"."slice",
        CASE
          WHEN "t9"."effective_at" < (
            SELECT
              MAX("t6"."end_at") AS "Max(end_at)"
            FROM (
              SELECT
                *
              FROM "period" AS "t0"
              WHERE
                "t0"."period" = -1
            ) AS "t6"
          )
          THEN -1
          ELSE "t3"."period"
        END AS "period"
      FROM (
        SELECT
          "t1"."series",
          "t1"."account_id",
          "t1"."effective_at",
          "t1"."plan",
          "t1"."currency",
          "t1"."reason",
          "t1"."amount",
          "t1"."amount_reporting",
          '' AS "slice",
          CAST(CAST(FLOOR((
            EPOCH("t1"."effective_at")
          ) / (
            86400
          )) AS BIGINT) AS INT) AS "utc_date"
        FROM "mrr_series" AS "t1"
        WHERE
          "t1"."series" = 'committed'
      ) AS "t9"
      LEFT OUTER JOIN "date" AS "t3"
        ON "t9"."utc_date" = "t3"."date"
        AND "t9"."effective_at" >= "t3"."start_at"
        AND "t9"."effective_at" < "t3"."end_at"
    ) AS "t10"
    WHERE
      "t10"."period" IS NOT NULL
  ) AS "t11"
  GROUP BY
    1,
    2,
    3
)
SELECT
  *
FROM (
  SELECT
    "t21"."period",
    "t21"."slice",
    SUM("t21"."amount") FILTER(WHERE
      "t21"."side" = 'numerator') AS "numerator",
    SUM("t21"."amount") FILTER(WHERE
      "t21"."side" = 'denominator') AS "denominator",
    SUM("t21"."amount") FILTER(WHERE
      "t21"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t20"."period",
      "t20"."slice",
      CAST("t20"."amount" AS DECIMAL(38, 15)) AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t19"."period",
        "t19"."slice",
        SUM("t19"."amount") AS "amount"
      FROM (
        SELECT
          "t18"."period",
          "t18"."slice",
          "t18"."currency",
          "t18"."change",
          "t18"."closing",
          "t18"."closing" AS "amount"
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
              "t5"."period",
              "t16"."slice",
              "t16"."currency",
              COALESCE("t14"."change", 0) AS "change"
            FROM (
              SELECT
                "t0"."period"
              FROM "period" AS "t0"
            ) AS "t5"
            CROSS JOIN (
              SELECT DISTINCT
                "t13"."slice",
                "t13"."currency"
              FROM "t12" AS "t13"
            ) AS "t16"
            LEFT OUTER JOIN "t12" AS "t14"
              ON "t5"."period" = "t14"."period"
              AND "t16"."slice" = "t14"."slice"
              AND "t16"."currency" = "t14"."currency"
          ) AS "t17"
        ) AS "t18"
      ) AS "t19"
      GROUP BY
        1,
        2
    ) AS "t20"
  ) AS "t21"
  GROUP BY
    1,
    2
) AS "t22"
WHERE
  "t22"."period" > -1
