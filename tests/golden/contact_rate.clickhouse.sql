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
    "t25"."period" AS "period",
    "t25"."slice" AS "slice",
    sumIf("t25"."amount", "t25"."side" = 'numerator') AS "numerator",
    sumIf("t25"."amount", "t25"."side" = 'denominator') AS "denominator",
    sumIf("t25"."amount", "t25"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t18"."period" AS "period",
        "t18"."slice" AS "slice",
        CAST("t18"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t17"."period" AS "period",
          "t17"."slice" AS "slice",
          SUM("t17"."amount") AS "amount"
        FROM (
          SELECT
            "t13"."period" + 0 AS "period",
            "t13"."slice" AS "slice",
            "t13"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t11".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t5"."ticket" AS "ticket",
                "t5"."account_id" AS "account_id",
                "t5"."person_id" AS "person_id",
                "t5"."opened_at" AS "opened_at",
                "t5"."first_response_at" AS "first_response_at",
                "t5"."solved_at" AS "solved_at",
                "t5"."priority" AS "priority",
                "t5"."channel" AS "channel",
                "t5"."satisfaction" AS "satisfaction",
                "t5"."slice" AS "slice",
                "t9"."period" AS "period",
                "t9"."start_at" AS "start_at",
                "t9"."end_at" AS "end_at"
              FROM (
                SELECT
                  "t0"."ticket" AS "ticket",
                  "t0"."account_id" AS "account_id",
                  "t0"."person_id" AS "person_id",
                  "t0"."opened_at" AS "opened_at",
                  "t0"."first_response_at" AS "first_response_at",
                  "t0"."solved_at" AS "solved_at",
                  "t0"."priority" AS "priority",
                  "t0"."channel" AS "channel",
                  "t0"."satisfaction" AS "satisfaction",
                  '' AS "slice"
                FROM "ticket" AS "t0"
              ) AS "t5"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t9"
                ON "t5"."opened_at" >= "t9"."start_at" AND "t5"."opened_at" < "t9"."end_at"
            ) AS "t11"
          ) AS "t13"
          WHERE
            "t13"."period" > -1
        ) AS "t17"
        GROUP BY
          "t17"."period",
          "t17"."slice"
      ) AS "t18"
    ) AS "t20"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t23"."period" AS "period",
        "t23"."slice" AS "slice",
        CAST("t23"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t22"."period" AS "period",
          "t22"."slice" AS "slice",
          SUM("t22"."amount") AS "amount"
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
                "t6"."period" AS "period",
                "t16"."slice" AS "slice",
                COALESCE("t14"."change", 0) AS "change"
              FROM (
                SELECT
                  "t1"."period" AS "period"
                FROM "period" AS "t1"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t12"."slice" AS "slice"
                FROM "t10" AS "t12"
              ) AS "t16"
              LEFT OUTER JOIN "t10" AS "t14"
                ON "t6"."period" = "t14"."period" AND "t16"."slice" = "t14"."slice"
            ) AS "t19"
          ) AS "t21"
        ) AS "t22"
        GROUP BY
          "t22"."period",
          "t22"."slice"
      ) AS "t23"
    ) AS "t24"
  ) AS "t25"
  GROUP BY
    "t25"."period",
    "t25"."slice"
) AS "t26"
WHERE
  "t26"."period" > -1
