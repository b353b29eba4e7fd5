WITH "t16" AS (
  SELECT
    "t14"."period",
    "t14"."slice",
    CAST(SUM("t14"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t12"."period",
      "t12"."slice",
      "t12"."account_id" AS "subject_id",
      1 AS "amount"
    FROM (
      SELECT
        "t10"."ticket",
        "t10"."account_id",
        "t10"."person_id",
        "t10"."opened_at",
        "t10"."first_response_at",
        "t10"."solved_at",
        "t10"."priority",
        "t10"."channel",
        "t10"."satisfaction",
        "t10"."slice",
        CASE
          WHEN "t10"."opened_at" < (
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
          "t1"."ticket",
          "t1"."account_id",
          "t1"."person_id",
          "t1"."opened_at",
          "t1"."first_response_at",
          "t1"."solved_at",
          "t1"."priority",
          "t1"."channel",
          "t1"."satisfaction",
          '' AS "slice",
          CAST(CAST(FLOOR((
            EPOCH("t1"."opened_at")
          ) / (
            86400
          )) AS BIGINT) AS INT) AS "utc_date"
        FROM "ticket" AS "t1"
      ) AS "t10"
      LEFT OUTER JOIN "date" AS "t3"
        ON "t10"."utc_date" = "t3"."date"
        AND "t10"."opened_at" >= "t3"."start_at"
        AND "t10"."opened_at" < "t3"."end_at"
    ) AS "t12"
    WHERE
      "t12"."period" IS NOT NULL
  ) AS "t14"
  GROUP BY
    1,
    2
), "t17" AS (
  SELECT
    "t15"."period",
    "t15"."slice",
    CAST(SUM("t15"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t13"."period",
      "t13"."slice",
      "t13"."account_id" AS "subject_id",
      1 AS "amount"
    FROM (
      SELECT
        "t11"."ticket",
        "t11"."account_id",
        "t11"."person_id",
        "t11"."opened_at",
        "t11"."first_response_at",
        "t11"."solved_at",
        "t11"."priority",
        "t11"."channel",
        "t11"."satisfaction",
        "t11"."slice",
        CASE
          WHEN "t11"."solved_at" < (
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
          "t1"."ticket",
          "t1"."account_id",
          "t1"."person_id",
          "t1"."opened_at",
          "t1"."first_response_at",
          "t1"."solved_at",
          "t1"."priority",
          "t1"."channel",
          "t1"."satisfaction",
          '' AS "slice",
          CAST(CAST(FLOOR((
            EPOCH("t1"."solved_at")
          ) / (
            86400
          )) AS BIGINT) AS INT) AS "utc_date"
        FROM "ticket" AS "t1"
      ) AS "t11"
      LEFT OUTER JOIN "date" AS "t3"
        ON "t11"."utc_date" = "t3"."date"
        AND "t11"."solved_at" >= "t3"."start_at"
        AND "t11"."solved_at" < "t3"."end_at"
    ) AS "t13"
    WHERE
      "t13"."period" IS NOT NULL
  ) AS "t15"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t36"."period",
    "t36"."slice",
    SUM("t36"."amount") FILTER(WHERE
      "t36"."side" = 'numerator') AS "numerator",
    SUM("t36"."amount") FILTER(WHERE
      "t36"."side" = 'denominator') AS "denominator",
    SUM("t36"."amount") FILTER(WHERE
      "t36"."side" = 'squares') AS "squares"
  FROM (
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
          "t30"."period",
          "t30"."slice",
          SUM("t30"."amount") AS "amount"
        FROM (
          SELECT
            "t28"."period",
            "t28"."slice",
            "t28"."change",
            "t28"."closing",
            "t28"."closing" AS "amount"
          FROM (
            SELECT
              "t26"."period",
              "t26"."slice",
              "t26"."change",
              SUM("t26"."change") OVER (
                PARTITION BY "t26"."slice"
                ORDER BY "t26"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period",
                "t24"."slice",
                COALESCE("t20"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t18"."slice"
                FROM "t16" AS "t18"
              ) AS "t24"
              LEFT OUTER JOIN "t16" AS "t20"
                ON "t5"."period" = "t20"."period" AND "t24"."slice" = "t20"."slice"
            ) AS "t26"
          ) AS "t28"
        ) AS "t30"
        GROUP BY
          1,
          2
      ) AS "t32"
    ) AS "t34"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t33"."period",
        "t33"."slice",
        -(
          CAST("t33"."amount" AS DECIMAL(38, 15))
        ) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t31"."period",
          "t31"."slice",
          SUM("t31"."amount") AS "amount"
        FROM (
          SELECT
            "t29"."period",
            "t29"."slice",
            "t29"."change",
            "t29"."closing",
            "t29"."closing" AS "amount"
          FROM (
            SELECT
              "t27"."period",
              "t27"."slice",
              "t27"."change",
              SUM("t27"."change") OVER (
                PARTITION BY "t27"."slice"
                ORDER BY "t27"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period",
                "t25"."slice",
                COALESCE("t21"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t19"."slice"
                FROM "t17" AS "t19"
              ) AS "t25"
              LEFT OUTER JOIN "t17" AS "t21"
                ON "t5"."period" = "t21"."period" AND "t25"."slice" = "t21"."slice"
            ) AS "t27"
          ) AS "t29"
        ) AS "t31"
        GROUP BY
          1,
          2
      ) AS "t33"
    ) AS "t35"
  ) AS "t36"
  GROUP BY
    1,
    2
) AS "t37"
WHERE
  "t37"."period" > -1
