WITH "t10" AS (
  SELECT
    "t8"."period",
    "t8"."slice",
    CAST(SUM("t8"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t2"."period" + 0 AS "period",
      "t2"."slice",
      "t2"."subject_id",
      "t2"."amount"
    FROM "presence" AS "t2"
  ) AS "t8"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t26"."period",
    "t26"."slice",
    SUM("t26"."amount") FILTER(WHERE
      "t26"."side" = 'numerator') AS "numerator",
    SUM("t26"."amount") FILTER(WHERE
      "t26"."side" = 'denominator') AS "denominator",
    SUM("t26"."amount") FILTER(WHERE
      "t26"."side" = 'squares') AS "squares"
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
          "t18"."period",
          "t18"."slice",
          SUM("t18"."amount") AS "amount"
        FROM (
          SELECT
            "t17"."period" + 0 AS "period",
            "t17"."slice",
            "t17"."subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t13"."period",
              "t13"."slice",
              "t13"."account_id" AS "subject_id"
            FROM (
              SELECT
                "t11".*
                EXCLUDE ("end_at", "start_at")
              FROM (
                SELECT
                  "t7"."ticket",
                  "t7"."account_id",
                  "t7"."person_id",
                  "t7"."opened_at",
                  "t7"."first_response_at",
                  "t7"."solved_at",
                  "t7"."priority",
                  "t7"."channel",
                  "t7"."satisfaction",
                  "t7"."slice",
                  "t9"."period",
                  "t9"."start_at",
                  "t9"."end_at"
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
                    '' AS "slice"
                  FROM "ticket" AS "t1"
                ) AS "t7"
                INNER JOIN (
                  SELECT
                    *
                  FROM "period" AS "t0"
                  WHERE
                    "t0"."period" > -1
                ) AS "t9"
                  ON "t7"."opened_at" >= "t9"."start_at" AND "t7"."opened_at" < "t9"."end_at"
              ) AS "t11"
            ) AS "t13"
            WHERE
              "t13"."account_id" IS NOT NULL
          ) AS "t17"
          WHERE
            "t17"."period" > -1
        ) AS "t18"
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
        "t24"."period",
        "t24"."slice",
        CAST("t24"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t23"."period",
          "t23"."slice",
          SUM("t23"."amount") AS "amount"
        FROM (
          SELECT
            "t21"."period",
            "t21"."slice",
            "t21"."change",
            "t21"."closing",
            "t21"."closing" AS "amount"
          FROM (
            SELECT
              "t19"."period",
              "t19"."slice",
              "t19"."change",
              SUM("t19"."change") OVER (
                PARTITION BY "t19"."slice"
                ORDER BY "t19"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period",
                "t16"."slice",
                COALESCE("t14"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t12"."slice"
                FROM "t10" AS "t12"
              ) AS "t16"
              LEFT OUTER JOIN "t10" AS "t14"
                ON "t5"."period" = "t14"."period" AND "t16"."slice" = "t14"."slice"
            ) AS "t19"
          ) AS "t21"
        ) AS "t23"
        GROUP BY
          1,
          2
      ) AS "t24"
    ) AS "t25"
  ) AS "t26"
  GROUP BY
    1,
    2
) AS "t27"
WHERE
  "t27"."period" > -1
