WITH "t7" AS (
  SELECT
    "t3"."period",
    "t3"."slice",
    CAST(SUM("t3"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM "presence_sums" AS "t3"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t24"."period",
    "t24"."slice",
    SUM("t24"."amount") FILTER(WHERE
      "t24"."side" = 'numerator') AS "numerator",
    SUM("t24"."amount") FILTER(WHERE
      "t24"."side" = 'denominator') AS "denominator",
    SUM("t24"."amount") FILTER(WHERE
      "t24"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t20"."period",
        "t20"."slice",
        CAST("t20"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t17"."period",
          "t17"."slice",
          SUM("t17"."amount") AS "amount"
        FROM (
          SELECT
            "t16"."period" + 0 AS "period",
            "t16"."slice",
            "t16"."subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t14"."period",
              "t14"."slice",
              "t14"."account_id" AS "subject_id"
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
              ) AS "t10"
              INNER JOIN "date" AS "t4"
                ON "t10"."utc_date" = "t4"."date"
                AND "t10"."opened_at" >= "t4"."start_at"
                AND "t10"."opened_at" < "t4"."end_at"
            ) AS "t14"
            WHERE
              "t14"."account_id" IS NOT NULL
          ) AS "t16"
          WHERE
            "t16"."period" > -1
        ) AS "t17"
        GROUP BY
          1,
          2
      ) AS "t20"
    ) AS "t22"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t21"."period",
        "t21"."slice",
        CAST("t21"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t19"."period",
          "t19"."slice",
          SUM("t19"."amount") AS "amount"
        FROM (
          SELECT
            "t18"."period",
            "t18"."slice",
            "t18"."change",
            "t18"."closing",
            "t18"."closing" AS "amount"
          FROM (
            SELECT
              "t15"."period",
              "t15"."slice",
              "t15"."change",
              SUM("t15"."change") OVER (
                PARTITION BY "t15"."slice"
                ORDER BY "t15"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t6"."period",
                "t13"."slice",
                COALESCE("t11"."change", 0) AS "change"
              FROM (
                SELECT
                  "t2"."period"
                FROM "period" AS "t2"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t9"."slice"
                FROM "t7" AS "t9"
              ) AS "t13"
              LEFT OUTER JOIN "t7" AS "t11"
                ON "t6"."period" = "t11"."period" AND "t13"."slice" = "t11"."slice"
            ) AS "t15"
          ) AS "t18"
        ) AS "t19"
        GROUP BY
          1,
          2
      ) AS "t21"
    ) AS "t23"
  ) AS "t24"
  GROUP BY
    1,
    2
) AS "t25"
WHERE
  "t25"."period" > -1
