WITH "t11" AS (
  SELECT
    "t8"."period" AS "period",
    "t8"."slice" AS "slice",
    CAST(SUM("t8"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t3"."period" + 0 AS "period",
      "t3"."slice" AS "slice",
      "t3"."subject_id" AS "subject_id",
      "t3"."amount" AS "amount"
    FROM "presence" AS "t3"
  ) AS "t8"
  GROUP BY
    "t8"."period",
    "t8"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t27"."period" AS "period",
    "t27"."slice" AS "slice",
    sumIf("t27"."amount", "t27"."side" = 'numerator') AS "numerator",
    sumIf("t27"."amount", "t27"."side" = 'denominator') AS "denominator",
    sumIf("t27"."amount", "t27"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t22"."period" AS "period",
        "t22"."slice" AS "slice",
        CAST("t22"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t20"."period" AS "period",
          "t20"."slice" AS "slice",
          SUM("t20"."amount") AS "amount"
        FROM (
          SELECT
            "t18"."period" + 0 AS "period",
            "t18"."slice" AS "slice",
            "t18"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t17"."period" AS "period",
              "t17"."slice" AS "slice",
              "t17"."account_id" AS "subject_id"
            FROM (
              SELECT
                "t9"."account_id" AS "account_id",
                "t9"."period" AS "period",
                "t9"."slice" AS "slice",
                "t9"."m0" AS "m0",
                "t9"."m1" AS "m1",
                "t12"."reason" AS "reason"
              FROM (
                SELECT
                  *
                FROM "outcomes" AS "t0"
                WHERE
                  "t0"."m1" = 0
              ) AS "t9"
              INNER JOIN (
                SELECT
                  "t7"."account_id" AS "account_id",
                  "t7"."period" AS "period",
                  COALESCE(argMax(tuple("t7"."reason"), "t7"."effective_at").1, '') AS "reason"
                FROM (
                  SELECT
                    *
                  FROM "changes" AS "t2"
                  WHERE
                    "t2"."kind" = 'churn'
                ) AS "t7"
                GROUP BY
                  "t7"."account_id",
                  "t7"."period"
              ) AS "t12"
                ON "t9"."account_id" = "t12"."account_id" AND "t9"."period" = "t12"."period"
            ) AS "t17"
            WHERE
              "t17"."reason" IN ('paused')
          ) AS "t18"
          WHERE
            "t18"."period" > -1
        ) AS "t20"
        GROUP BY
          "t20"."period",
          "t20"."slice"
      ) AS "t22"
    ) AS "t24"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t25"."period" AS "period",
        "t25"."slice" AS "slice",
        CAST("t25"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
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
            "t21"."closing" - "t21"."change" AS "amount"
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
                  "t13"."slice" AS "slice"
                FROM "t11" AS "t13"
              ) AS "t16"
              LEFT OUTER JOIN "t11" AS "t14"
                ON "t6"."period" = "t14"."period" AND "t16"."slice" = "t14"."slice"
            ) AS "t19"
          ) AS "t21"
        ) AS "t23"
        GROUP BY
          "t23"."period",
          "t23"."slice"
      ) AS "t25"
    ) AS "t26"
  ) AS "t27"
  GROUP BY
    "t27"."period",
    "t27"."slice"
) AS "t28"
WHERE
  "t28"."period" > -1
