WITH "t11" AS (
  SELECT
    "t8"."period",
    "t8"."slice",
    CAST(SUM("t8"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t3"."period" + 0 AS "period",
      "t3"."slice",
      "t3"."subject_id",
      "t3"."amount"
    FROM "presence" AS "t3"
  ) AS "t8"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t27"."period",
    "t27"."slice",
    SUM("t27"."amount") FILTER(WHERE
      "t27"."side" = 'numerator') AS "numerator",
    SUM("t27"."amount") FILTER(WHERE
      "t27"."side" = 'denominator') AS "denominator",
    SUM("t27"."amount") FILTER(WHERE
      "t27"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t22"."period",
        "t22"."slice",
        CAST("t22"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t20"."period",
          "t20"."slice",
          SUM("t20"."amount") AS "amount"
        FROM (
          SELECT
            "t18"."period" + 0 AS "period",
            "t18"."slice",
            "t18"."subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t17"."period",
              "t17"."slice",
              "t17"."account_id" AS "subject_id"
            FROM (
              SELECT
                "t9"."account_id",
                "t9"."period",
                "t9"."slice",
                "t9"."m0",
                "t9"."m1",
                "t12"."reason"
              FROM (
                SELECT
                  *
                FROM "outcomes" AS "t0"
                WHERE
                  "t0"."m1" = 0
              ) AS "t9"
              INNER JOIN (
                SELECT
                  "t7"."account_id",
                  "t7"."period",
                  COALESCE(FIRST("t7"."reason" ORDER BY "t7"."effective_at" DESC), '') AS "reason"
                FROM (
                  SELECT
                    *
                  FROM "changes" AS "t2"
                  WHERE
                    "t2"."kind" = 'churn'
                ) AS "t7"
                GROUP BY
                  1,
                  2
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
          1,
          2
      ) AS "t22"
    ) AS "t24"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t25"."period",
        "t25"."slice",
        CAST("t25"."amount" AS DECIMAL(38, 15)) AS "amount",
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
            "t21"."closing" - "t21"."change" AS "amount"
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
                "t6"."period",
                "t16"."slice",
                COALESCE("t14"."change", 0) AS "change"
              FROM (
                SELECT
                  "t1"."period"
                FROM "period" AS "t1"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t13"."slice"
                FROM "t11" AS "t13"
              ) AS "t16"
              LEFT OUTER JOIN "t11" AS "t14"
                ON "t6"."period" = "t14"."period" AND "t16"."slice" = "t14"."slice"
            ) AS "t19"
          ) AS "t21"
        ) AS "t23"
        GROUP BY
          1,
          2
      ) AS "t25"
    ) AS "t26"
  ) AS "t27"
  GROUP BY
    1,
    2
) AS "t28"
WHERE
  "t28"."period" > -1
