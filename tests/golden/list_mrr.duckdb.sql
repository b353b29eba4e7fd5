WITH "t12" AS (
  SELECT
    "t8"."period",
    "t8"."slice",
    "t8"."currency",
    CAST(SUM("t8"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t1"."slice",
      "t1"."currency",
      "t1"."amount",
      "t1"."period" + 0 AS "period"
    FROM "flows" AS "t1"
  ) AS "t8"
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
      "t16"."period",
      "t16"."slice",
      "t16"."currency",
      "t16"."amount",
      "t16"."account_id" AS "subject_id"
    FROM (
      SELECT
        "t11"."series",
        "t11"."account_id",
        "t11"."effective_at",
        "t11"."plan",
        "t11"."currency",
        "t11"."reason",
        "t11"."amount",
        "t11"."amount_reporting",
        "t11"."slice",
        CASE
          WHEN "t11"."effective_at" < (
            SELECT
              MAX("t7"."end_at") AS "Max(end_at)"
            FROM (
              SELECT
                *
              FROM "period" AS "t0"
              WHERE
                "t0"."period" = -1
            ) AS "t7"
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
          "t2"."series" = 'discount'
      ) AS "t11"
      LEFT OUTER JOIN "date" AS "t4"
        ON "t11"."utc_date" = "t4"."date"
        AND "t11"."effective_at" >= "t4"."start_at"
        AND "t11"."effective_at" < "t4"."end_at"
    ) AS "t16"
    WHERE
      "t16"."period" IS NOT NULL
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
          "t25"."period",
          "t25"."slice",
          SUM("t25"."amount") AS "amount"
        FROM (
          SELECT
            "t22"."period",
            "t22"."slice",
            "t22"."currency",
            "t22"."change",
            "t22"."closing",
            "t22"."closing" AS "amount"
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
                "t6"."period",
                "t17"."slice",
                "t17"."currency",
                COALESCE("t14"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t13"."slice",
                  "t13"."currency"
                FROM "t12" AS "t13"
              ) AS "t17"
              LEFT OUTER JOIN "t12" AS "t14"
                ON "t6"."period" = "t14"."period"
                AND "t17"."slice" = "t14"."slice"
                AND "t17"."currency" = "t14"."currency"
            ) AS "t19"
          ) AS "t22"
        ) AS "t25"
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
                "t6"."period",
                "t26"."slice",
                "t26"."currency",
                COALESCE("t23"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t21"."slice",
                  "t21"."currency"
                FROM "t20" AS "t21"
              ) AS "t26"
              LEFT OUTER JOIN "t20" AS "t23"
                ON "t6"."period" = "t23"."period"
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
