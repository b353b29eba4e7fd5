WITH "t10" AS (
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
    "t28"."period",
    "t28"."slice",
    SUM("t28"."amount") FILTER(WHERE
      "t28"."side" = 'numerator') AS "numerator",
    SUM("t28"."amount") FILTER(WHERE
      "t28"."side" = 'denominator') AS "denominator",
    SUM("t28"."amount") FILTER(WHERE
      "t28"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t24"."period",
        "t24"."slice",
        CAST("t24"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t22"."period",
          "t22"."slice",
          SUM("t22"."amount") AS "amount"
        FROM (
          SELECT
            "t20"."period" + 0 AS "period",
            "t20"."slice",
            "t20"."subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t19"."period",
              "t19"."slice",
              "t19"."account_id" AS "subject_id"
            FROM (
              SELECT
                "t9"."account_id",
                "t9"."period",
                "t9"."slice",
                "t9"."m0",
                "t9"."m1",
                "t17"."reason"
              FROM (
                SELECT
                  *
                FROM "outcomes" AS "t0"
                WHERE
                  "t0"."m1" = 0
              ) AS "t9"
              INNER JOIN (
                SELECT
                  "t11"."account_id",
                  "t11"."period",
                  COALESCE("t11"."reason", '') AS "reason"
                FROM (
                  SELECT
                    "t7"."account_id",
                    "t7"."effective_at",
                    "t7"."currency",
                    "t7"."kind",
                    "t7"."reason",
                    "t7"."amount",
                    "t7"."amount_reporting",
                    "t7"."slice",
                    "t7"."period",
                    ROW_NUMBER() OVER (
                      PARTITION BY "t7"."account_id", "t7"."period"
                      ORDER BY "t7"."effective_at" DESC, "t7"."amount_reporting" ASC, "t7"."reason" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                    ) - 1 AS "place"
                  FROM (
                    SELECT
                      *
                    FROM "changes" AS "t2"
                    WHERE
                      "t2"."kind" = 'churn'
                  ) AS "t7"
                ) AS "t11"
                WHERE
                  "t11"."place" = 0
              ) AS "t17"
                ON "t9"."account_id" = "t17"."account_id" AND "t9"."period" = "t17"."period"
            ) AS "t19"
            WHERE
              "t19"."reason" IN ('paused')
          ) AS "t20"
          WHERE
            "t20"."period" > -1
        ) AS "t22"
        GROUP BY
          1,
          2
      ) AS "t24"
    ) AS "t26"
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
              "t18"."period",
              "t18"."slice",
              "t18"."change",
              SUM("t18"."change") OVER (
                PARTITION BY "t18"."slice"
                ORDER BY "t18"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t6"."period",
                "t16"."slice",
                COALESCE("t13"."change", 0) AS "change"
              FROM (
                SELECT
                  "t1"."period"
                FROM "period" AS "t1"
              ) AS "t6"
              CROSS JOIN (
                SELECT DISTINCT
                  "t12"."slice"
                FROM "t10" AS "t12"
              ) AS "t16"
              LEFT OUTER JOIN "t10" AS "t13"
                ON "t6"."period" = "t13"."period" AND "t16"."slice" = "t13"."slice"
            ) AS "t18"
          ) AS "t21"
        ) AS "t23"
        GROUP BY
          1,
          2
      ) AS "t25"
    ) AS "t27"
  ) AS "t28"
  GROUP BY
    1,
    2
) AS "t29"
WHERE
  "t29"."period" > -1
