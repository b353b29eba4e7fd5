WITH "t10" AS (
  SELECT
    "t7"."period" AS "period",
    "t7"."slice" AS "slice",
    CAST(SUM("t7"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t2"."period" + 0 AS "period",
      "t2"."slice" AS "slice",
      "t2"."subject_id" AS "subject_id",
      "t2"."amount" AS "amount"
    FROM "presence" AS "t2"
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
        "t12"."period" AS "period",
        "t12"."slice" AS "slice",
        CAST("t12"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t8"."period" AS "period",
          "t8"."slice" AS "slice",
          SUM("t8"."amount") AS "amount"
        FROM (
          SELECT
            "t4"."period" + 0 AS "period",
            "t4"."slice" AS "slice",
            "t4"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t0"."period" AS "period",
              "t0"."slice" AS "slice",
              "t0"."account_id" AS "subject_id"
            FROM "changes" AS "t0"
            WHERE
              "t0"."kind" IN ('new', 'reactivation')
          ) AS "t4"
          WHERE
            "t4"."period" > -1
        ) AS "t8"
        GROUP BY
          "t8"."period",
          "t8"."slice"
      ) AS "t12"
    ) AS "t17"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t13"."period" AS "period",
          "t13"."slice" AS "slice",
          CAST("t13"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t9"."period" AS "period",
            "t9"."slice" AS "slice",
            SUM("t9"."amount") AS "amount"
          FROM (
            SELECT
              "t5"."period" + 0 AS "period",
              "t5"."slice" AS "slice",
              "t5"."subject_id" AS "subject_id",
              1 AS "amount"
            FROM (
              SELECT DISTINCT
                "t0"."period" AS "period",
                "t0"."slice" AS "slice",
                "t0"."account_id" AS "subject_id"
              FROM "changes" AS "t0"
              WHERE
                "t0"."kind" IN ('churn')
            ) AS "t5"
            WHERE
              "t5"."period" > -1
          ) AS "t9"
          GROUP BY
            "t9"."period",
            "t9"."slice"
        ) AS "t13"
      ) AS "t18"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t22"."period" AS "period",
          "t22"."slice" AS "slice",
          CAST("t22"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
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
              "t20"."closing" - "t20"."change" AS "amount"
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
                    "t11"."slice" AS "slice"
                  FROM "t10" AS "t11"
                ) AS "t16"
                LEFT OUTER JOIN "t10" AS "t14"
                  ON "t6"."period" = "t14"."period" AND "t16"."slice" = "t14"."slice"
              ) AS "t19"
            ) AS "t20"
          ) AS "t21"
          GROUP BY
            "t21"."period",
            "t21"."slice"
        ) AS "t22"
      ) AS "t23"
    ) AS "t24"
  ) AS "t25"
  GROUP BY
    "t25"."period",
    "t25"."slice"
) AS "t26"
WHERE
  "t26"."period" > -1
