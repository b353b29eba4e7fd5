WITH "t11" AS (
  SELECT
    "t6"."period",
    "t6"."slice",
    "t6"."currency",
    CAST(SUM("t6"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t1"."period",
      "t1"."slice",
      "t1"."currency",
      "t1"."amount"
    FROM "flows" AS "t1"
  ) AS "t6"
  GROUP BY
    1,
    2,
    3
), "t20" AS (
  SELECT
    "t18"."period",
    "t18"."slice",
    "t18"."currency",
    CAST(SUM("t18"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t17"."period",
      "t17"."slice",
      "t17"."currency",
      "t17"."amount",
      "t17"."account_id" AS "subject_id"
    FROM (
      SELECT
        "t12"."series",
        "t12"."account_id",
        "t12"."effective_at",
        "t12"."plan",
        "t12"."currency",
        "t12"."reason",
        "t12"."amount",
        "t12"."amount_reporting",
        "t12"."slice",
        CASE
          WHEN "t12"."effective_at" < (
            SELECT
              MAX("t8"."end_at") AS "Max(end_at)"
            FROM (
              SELECT
                *
              FROM "period" AS "t0"
              WHERE
                "t0"."period" = -1
            ) AS "t8"
          )
          THEN -1
          ELSE "t4"."period"
        END AS "period"
      FROM (
        SELECT
          "t2"."series",
          "t2"."account_id",
          "t2"."effective_at",
          "t2"."plan",
          "t2"."currency",
          "t2"."reason",
          "t2"."amount",
          "t2"."amount_reporting",
          '' AS "slice",
          CAST(CAST(FLOOR((
            EPOCH("t2"."effective_at")
          ) / (
            86400
          )) AS BIGINT) AS INT) AS "utc_date"
        FROM "mrr_series" AS "t2"
        WHERE
          "t2"."series" = 'committed'
      ) AS "t12"
      LEFT OUTER JOIN "date" AS "t4"
        ON "t12"."utc_date" = "t4"."date"
        AND "t12"."effective_at" >= "t4"."start_at"
        AND "t12"."effective_at" < "t4"."end_at"
    ) AS "t17"
    WHERE
      "t17"."period" IS NOT NULL
  ) AS "t18"
  GROUP BY
    1,
    2,
    3
)
SELECT
  *
FROM (
  SELECT
    "t34"."period",
    "t34"."slice",
    SUM("t34"."amount") FILTER(WHERE
      "t34"."side" = 'numerator') AS "numerator",
    SUM("t34"."amount") FILTER(WHERE
      "t34"."side" = 'denominator') AS "denominator",
    SUM("t34"."amount") FILTER(WHERE
      "t34"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t27"."period",
        "t27"."slice",
        CAST("t27"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t24"."period",
          "t24"."slice",
          SUM("t24"."amount") AS "amount"
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
              "t19"."period",
              "t19"."slice",
              "t19"."currency",
              "t19"."change",
              SUM("t19"."change") OVER (
                PARTITION BY "t19"."slice", "t19"."currency"
                ORDER BY "t19"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t7"."period",
                "t16"."slice",
                "t16"."currency",
                COALESCE("t14"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t7"
              CROSS JOIN (
                SELECT DISTINCT
                  "t13"."slice",
                  "t13"."currency"
                FROM "t11" AS "t13"
              ) AS "t16"
              LEFT OUTER JOIN "t11" AS "t14"
                ON "t7"."period" = "t14"."period"
                AND "t16"."slice" = "t14"."slice"
                AND "t16"."currency" = "t14"."currency"
            ) AS "t19"
          ) AS "t21"
        ) AS "t24"
        GROUP BY
          1,
          2
      ) AS "t27"
    ) AS "t29"
    UNION ALL
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
          "t31"."period",
          "t31"."slice",
          SUM("t31"."amount") AS "amount"
        FROM (
          SELECT
            "t30"."period",
            "t30"."slice",
            "t30"."currency",
            "t30"."change",
            "t30"."closing",
            "t30"."closing" AS "amount"
          FROM (
            SELECT
              "t28"."period",
              "t28"."slice",
              "t28"."currency",
              "t28"."change",
              SUM("t28"."change") OVER (
                PARTITION BY "t28"."slice", "t28"."currency"
                ORDER BY "t28"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t7"."period",
                "t26"."slice",
                "t26"."currency",
                COALESCE("t23"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t7"
              CROSS JOIN (
                SELECT DISTINCT
                  "t22"."slice",
                  "t22"."currency"
                FROM "t20" AS "t22"
              ) AS "t26"
              LEFT OUTER JOIN "t20" AS "t23"
                ON "t7"."period" = "t23"."period"
                AND "t26"."slice" = "t23"."slice"
                AND "t26"."currency" = "t23"."currency"
            ) AS "t28"
          ) AS "t30"
        ) AS "t31"
        GROUP BY
          1,
          2
      ) AS "t32"
    ) AS "t33"
  ) AS "t34"
  GROUP BY
    1,
    2
) AS "t35"
WHERE
  "t35"."period" > -1
