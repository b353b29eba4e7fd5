WITH "t10" AS (
  SELECT
    "t7"."period" AS "period",
    "t7"."slice" AS "slice",
    CAST(SUM("t7"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t3"."period" + 0 AS "period",
      "t3"."slice" AS "slice",
      "t3"."amount" AS "amount"
    FROM "presence_sums" AS "t3"
  ) AS "t7"
  GROUP BY
    "t7"."period",
    "t7"."slice"
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
        "t19"."period" AS "period",
        "t19"."slice" AS "slice",
        CAST("t19"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t18"."period" AS "period",
          "t18"."slice" AS "slice",
          SUM("t18"."amount") AS "amount"
        FROM (
          SELECT
            "t16"."period" + 0 AS "period",
            "t16"."slice" AS "slice",
            "t16"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t13"."period" AS "period",
              "t13"."slice" AS "slice",
              "t13"."account_id" AS "subject_id"
            FROM (
              SELECT
                "t9"."ticket" AS "ticket",
                "t9"."account_id" AS "account_id",
                "t9"."person_id" AS "person_id",
                "t9"."opened_at" AS "opened_at",
                "t9"."first_response_at" AS "first_response_at",
                "t9"."solved_at" AS "solved_at",
                "t9"."priority" AS "priority",
                "t9"."channel" AS "channel",
                "t9"."satisfaction" AS "satisfaction",
                "t9"."slice" AS "slice",
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
              ) AS "t9"
              INNER JOIN "date" AS "t4"
                ON "t9"."utc_date" = "t4"."date"
                AND "t9"."opened_at" >= "t4"."start_at"
                AND "t9"."opened_at" < "t4"."end_at"
            ) AS "t13"
            WHERE
              isNotNull("t13"."account_id")
          ) AS "t16"
          WHERE
            "t16"."period" > -1
        ) AS "t18"
        GROUP BY
          "t18"."period",
          "t18"."slice"
      ) AS "t19"
    ) AS "t22"
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
          "t21"."period" AS "period",
          "t21"."slice" AS "slice",
          SUM("t21"."amount") AS "amount"
        FROM (
          SELECT
            "t20"."period" AS "period",
            "t20"."slice" AS "slice",
            "t20"."change" AS "change",
            "t20"."closing" AS "closing",
            "t20"."closing" AS "amount"
          FROM (
            SELECT
              "t17"."period" AS "period",
              "t17"."slice" AS "slice",
              "t17"."change" AS "change",
              SUM("t17"."change") OVER (
                PARTITION BY "t17"."slice"
                ORDER BY "t17"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t6"."period" AS "period",
                "t15"."slice" AS "slice",
                COALESCE("t12"."change", 0) AS "change"
              FROM (
                SELECT
                  "t2"."period" AS "period"
                FROM "period" AS "t2"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t11"."slice" AS "slice"
                FROM "t10" AS "t11"
              ) AS "t15"
              LEFT OUTER JOIN "t10" AS "t12"
                ON "t6"."period" = "t12"."period" AND "t15"."slice" = "t12"."slice"
            ) AS "t17"
          ) AS "t20"
        ) AS "t21"
        GROUP BY
          "t21"."period",
          "t21"."slice"
      ) AS "t23"
    ) AS "t24"
  ) AS "t25"
  GROUP BY
    "t25"."period",
    "t25"."slice"
) AS "t26"
WHERE
  "t26"."period" > -1
