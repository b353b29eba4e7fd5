WITH "t7" AS (
  SELECT
    "t3"."period" AS "period",
    "t3"."slice" AS "slice",
    CAST(SUM("t3"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM "presence_sums" AS "t3"
  GROUP BY
    "t3"."period",
    "t3"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t23"."period" AS "period",
    "t23"."slice" AS "slice",
    sumIf("t23"."amount", "t23"."side" = 'numerator') AS "numerator",
    sumIf("t23"."amount", "t23"."side" = 'denominator') AS "denominator",
    sumIf("t23"."amount", "t23"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t17"."period" AS "period",
        "t17"."slice" AS "slice",
        CAST("t17"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t16"."period" AS "period",
          "t16"."slice" AS "slice",
          SUM("t16"."amount") AS "amount"
        FROM (
          SELECT
            "t14"."period" + 0 AS "period",
            "t14"."slice" AS "slice",
            "t14"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t10"."ticket" AS "ticket",
              "t10"."account_id" AS "account_id",
              "t10"."person_id" AS "person_id",
              "t10"."opened_at" AS "opened_at",
              "t10"."first_response_at" AS "first_response_at",
              "t10"."solved_at" AS "solved_at",
              "t10"."priority" AS "priority",
              "t10"."channel" AS "channel",
              "t10"."satisfaction" AS "satisfaction",
              "t10"."slice" AS "slice",
              "t4"."period" AS "period"
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
                '' AS "slice",
                CAST(CAST(FLOOR((
                  toRelativeSecondNum("t0"."opened_at")
                ) / (
                  86400
                )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
              FROM "ticket" AS "t0"
            ) AS "t10"
            INNER JOIN "date" AS "t4"
              ON "t10"."utc_date" = "t4"."date"
              AND "t10"."opened_at" >= "t4"."start_at"
              AND "t10"."opened_at" < "t4"."end_at"
          ) AS "t14"
          WHERE
            "t14"."period" > -1
        ) AS "t16"
        GROUP BY
          "t16"."period",
          "t16"."slice"
      ) AS "t17"
    ) AS "t20"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t21"."period" AS "period",
        "t21"."slice" AS "slice",
        CAST("t21"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t19"."period" AS "period",
          "t19"."slice" AS "slice",
          SUM("t19"."amount") AS "amount"
        FROM (
          SELECT
            "t18"."period" AS "period",
            "t18"."slice" AS "slice",
            "t18"."change" AS "change",
            "t18"."closing" AS "closing",
            "t18"."closing" AS "amount"
          FROM (
            SELECT
              "t15"."period" AS "period",
              "t15"."slice" AS "slice",
              "t15"."change" AS "change",
              SUM("t15"."change") OVER (
                PARTITION BY "t15"."slice"
                ORDER BY "t15"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t6"."period" AS "period",
                "t13"."slice" AS "slice",
                COALESCE("t11"."change", 0) AS "change"
              FROM (
                SELECT
                  "t2"."period" AS "period"
                FROM "period" AS "t2"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t9"."slice" AS "slice"
                FROM "t7" AS "t9"
              ) AS "t13"
              LEFT OUTER JOIN "t7" AS "t11"
                ON "t6"."period" = "t11"."period" AND "t13"."slice" = "t11"."slice"
            ) AS "t15"
          ) AS "t18"
        ) AS "t19"
        GROUP BY
          "t19"."period",
          "t19"."slice"
      ) AS "t21"
    ) AS "t22"
  ) AS "t23"
  GROUP BY
    "t23"."period",
    "t23"."slice"
) AS "t24"
WHERE
  "t24"."period" > -1
