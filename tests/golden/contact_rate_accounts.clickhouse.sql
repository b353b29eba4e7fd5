WITH "t10" AS (
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
)
SELECT
  *
FROM (
  SELECT
    "t26"."period" AS "period",
    "t26"."slice" AS "slice",
    sumIf("t26"."amount", "t26"."side" = 'numerator') AS "numerator",
    sumIf("t26"."amount", "t26"."side" = 'denominator') AS "denominator",
    sumIf("t26"."amount", "t26"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t20"."period" AS "period",
        "t20"."slice" AS "slice",
        CAST("t20"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t18"."period" AS "period",
          "t18"."slice" AS "slice",
          SUM("t18"."amount") AS "amount"
        FROM (
          SELECT
            "t17"."period" + 0 AS "period",
            "t17"."slice" AS "slice",
            "t17"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t13"."period" AS "period",
              "t13"."slice" AS "slice",
              "t13"."account_id" AS "subject_id"
            FROM (
              SELECT
                "t11".*
                EXCEPT ("end_at", "start_at")
              FROM (
                SELECT
                  "t7"."ticket" AS "ticket",
                  "t7"."account_id" AS "account_id",
                  "t7"."person_id" AS "person_id",
                  "t7"."opened_at" AS "opened_at",
                  "t7"."first_response_at" AS "first_response_at",
                  "t7"."solved_at" AS "solved_at",
                  "t7"."priority" AS "priority",
                  "t7"."channel" AS "channel",
                  "t7"."satisfaction" AS "satisfaction",
                  "t7"."slice" AS "slice",
                  "t9"."period" AS "period",
                  "t9"."start_at" AS "start_at",
                  "t9"."end_at" AS "end_at"
                FROM (
                  SELECT
                    "t1"."ticket" AS "ticket",
                    "t1"."account_id" AS "account_id",
                    "t1"."person_id" AS "person_id",
                    "t1"."opened_at" AS "opened_at",
                    "t1"."first_response_at" AS "first_response_at",
                    "t1"."solved_at" AS "solved_at",
                    "t1"."priority" AS "priority",
                    "t1"."channel" AS "channel",
                    "t1"."satisfaction" AS "satisfaction",
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
              isNotNull("t13"."account_id")
          ) AS "t17"
          WHERE
            "t17"."period" > -1
        ) AS "t18"
        GROUP BY
          "t18"."period",
          "t18"."slice"
      ) AS "t20"
    ) AS "t22"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t24"."period" AS "period",
        "t24"."slice" AS "slice",
        CAST("t24"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t23"."period" AS "period",
          "t23"."slice" AS "slice",
          SUM("t23"."amount") AS "amount"
        FROM (
          SELECT
            "t21"."period" AS "period",
            "t21"."slice" AS "slice",
            "t21"."change" AS "change",
            "t21"."closing" AS "closing",
            "t21"."closing" AS "amount"
          FROM (
            SELECT
              "t19"."period" AS "period",
              "t19"."slice" AS "slice",
              "t19"."change" AS "change",
              SUM("t19"."change") OVER (
                PARTITION BY "t19"."slice"
                ORDER BY "t19"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period" AS "period",
                "t16"."slice" AS "slice",
                COALESCE("t14"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t12"."slice" AS "slice"
                FROM "t10" AS "t12"
              ) AS "t16"
              LEFT OUTER JOIN "t10" AS "t14"
                ON "t5"."period" = "t14"."period" AND "t16"."slice" = "t14"."slice"
            ) AS "t19"
          ) AS "t21"
        ) AS "t23"
        GROUP BY
          "t23"."period",
          "t23"."slice"
      ) AS "t24"
    ) AS "t25"
  ) AS "t26"
  GROUP BY
    "t26"."period",
    "t26"."slice"
) AS "t27"
WHERE
  "t27"."period" > -1
