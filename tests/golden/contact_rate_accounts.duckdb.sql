WITH "t10" AS (
  SELECT
    "t7"."period",
    "t7"."slice",
    CAST(SUM("t7"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t3"."period" + 0 AS "period",
      "t3"."slice",
      "t3"."amount"
    FROM "presence_sums" AS "t3"
  ) AS "t7"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t25"."period",
    "t25"."slice",
    SUM("t25"."amount") FILTER(WHERE
      "t25"."side" = 'numerator') AS "numerator",
    SUM("t25"."amount") FILTER(WHERE
      "t25"."side" = 'denominator') AS "denominator",
    SUM("t25"."amount") FILTER(WHERE
      "t25"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t19"."period",
        "t19"."slice",
        CAST("t19"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t18"."period",
          "t18"."slice",
          SUM("t18"."amount") AS "amount"
        FROM (
          SELECT
            "t16"."period" + 0 AS "period",
            "t16"."slice",
            "t16"."subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t13"."period",
              "t13"."slice",
              "t13"."account_id" AS "subject_id"
            FROM (
              SELECT
                "t9"."ticket",
                "t9"."account_id",
                "t9"."person_id",
                "t9"."opened_at",
                "t9"."first_response_at",
                "t9"."solved_at",
                "t9"."priority",
                "t9"."channel",
                "t9"."satisfaction",
                "t9"."slice",
                "t4"."period"
              FROM (
                SELECT
                  "t0"."ticket",
                  "t0"."account_id",
                  "t0"."person_id",
                  "t0"."opened_at",
                  "t0"."first_response_at",
                  "t0"."solved_at",
                  "t0"."priority",
                  "t0"."channel",
                  "t0"."satisfaction",
                  '' AS "slice",
                  CAST(CAST(FLOOR((
                    EPOCH("t0"."opened_at")
                  ) / (
                    86400
                  )) AS BIGINT) AS INT) AS "utc_date"
                FROM "ticket" AS "t0"
              ) AS "t9"
              INNER JOIN "date" AS "t4"
                ON "t9"."utc_date" = "t4"."date"
                AND "t9"."opened_at" >= "t4"."start_at"
                AND "t9"."opened_at" < "t4"."end_at"
            ) AS "t13"
            WHERE
              "t13"."account_id" IS NOT NULL
          ) AS "t16"
          WHERE
            "t16"."period" > -1
        ) AS "t18"
        GROUP BY
          1,
          2
      ) AS "t19"
    ) AS "t22"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t23"."period",
        "t23"."slice",
        CAST("t23"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t21"."period",
          "t21"."slice",
          SUM("t21"."amount") AS "amount"
        FROM (
          SELECT
            "t20"."period",
            "t20"."slice",
            "t20"."change",
            "t20"."closing",
            "t20"."closing" AS "amount"
          FROM (
            SELECT
              "t17"."period",
              "t17"."slice",
              "t17"."change",
              SUM("t17"."change") OVER (
                PARTITION BY "t17"."slice"
                ORDER BY "t17"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t6"."period",
                "t15"."slice",
                COALESCE("t12"."change", 0) AS "change"
              FROM (
                SELECT
                  "t2"."period"
                FROM "period" AS "t2"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t11"."slice"
                FROM "t10" AS "t11"
              ) AS "t15"
              LEFT OUTER JOIN "t10" AS "t12"
                ON "t6"."period" = "t12"."period" AND "t15"."slice" = "t12"."slice"
            ) AS "t17"
          ) AS "t20"
        ) AS "t21"
        GROUP BY
          1,
          2
      ) AS "t23"
    ) AS "t24"
  ) AS "t25"
  GROUP BY
    1,
    2
) AS "t26"
WHERE
  "t26"."period" > -1
