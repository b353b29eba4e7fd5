WITH "t10" AS (
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
    "t28"."period" AS "period",
    "t28"."slice" AS "slice",
    sumIf("t28"."amount", "t28"."side" = 'numerator') AS "numerator",
    sumIf("t28"."amount", "t28"."side" = 'denominator') AS "denominator",
    sumIf("t28"."amount", "t28"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t24"."period" AS "period",
        "t24"."slice" AS "slice",
        CAST("t24"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t22"."period" AS "period",
          "t22"."slice" AS "slice",
          SUM("t22"."amount") AS "amount"
        FROM (
          SELECT
            "t20"."period" + 0 AS "period",
            "t20"."slice" AS "slice",
            "t20"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t19"."period" AS "period",
              "t19"."slice" AS "slice",
              "t19"."account_id" AS "subject_id"
            FROM (
              SELECT
                "t9"."account_id" AS "account_id",
                "t9"."period" AS "period",
                "t9"."slice" AS "slice",
                "t9"."m0" AS "m0",
                "t9"."m1" AS "m1",
                "t17"."reason" AS "reason"
              FROM (
                SELECT
                  *
                FROM "outcomes" AS "t0"
                WHERE
                  "t0"."m1" = 0
              ) AS "t9"
              INNER JOIN (
                SELECT
                  "t11"."account_id" AS "account_id",
                  "t11"."period" AS "period",
                  COALESCE("t11"."reason", '') AS "reason"
                FROM (
                  SELECT
                    "t7"."account_id" AS "account_id",
                    "t7"."effective_at" AS "effective_at",
                    "t7"."currency" AS "currency",
                    "t7"."kind" AS "kind",
                    "t7"."reason" AS "reason",
                    "t7"."amount" AS "amount",
                    "t7"."amount_reporting" AS "amount_reporting",
                    "t7"."slice" AS "slice",
                    "t7"."period" AS "period",
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
          "t22"."period",
          "t22"."slice"
      ) AS "t24"
    ) AS "t26"
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
              "t18"."period" AS "period",
              "t18"."slice" AS "slice",
              "t18"."change" AS "change",
              SUM("t18"."change") OVER (
                PARTITION BY "t18"."slice"
                ORDER BY "t18"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t6"."period" AS "period",
                "t16"."slice" AS "slice",
                COALESCE("t13"."change", 0) AS "change"
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
              LEFT OUTER JOIN "t10" AS "t13"
                ON "t6"."period" = "t13"."period" AND "t16"."slice" = "t13"."slice"
            ) AS "t18"
          ) AS "t21"
        ) AS "t23"
        GROUP BY
          "t23"."period",
          "t23"."slice"
      ) AS "t25"
    ) AS "t27"
  ) AS "t28"
  GROUP BY
    "t28"."period",
    "t28"."slice"
) AS "t29"
WHERE
  "t29"."period" > -1
