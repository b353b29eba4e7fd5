WITH "t8" AS (
  SELECT
    "t6"."period" AS "period",
    "t6"."slice" AS "slice",
    CAST(SUM("t6"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t2"."period" + 0 AS "period",
      "t2"."slice" AS "slice",
      "t2"."subject_id" AS "subject_id",
      "t2"."amount" AS "amount"
    FROM "presence" AS "t2"
  ) AS "t6"
  GROUP BY
    "t6"."period",
    "t6"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t20"."period" AS "period",
    "t20"."slice" AS "slice",
    sumIf("t20"."amount", "t20"."side" = 'numerator') AS "numerator",
    sumIf("t20"."amount", "t20"."side" = 'denominator') AS "denominator",
    sumIf("t20"."amount", "t20"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t10"."period" AS "period",
        "t10"."slice" AS "slice",
        CAST("t10"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t7"."period" AS "period",
          "t7"."slice" AS "slice",
          SUM("t7"."amount") AS "amount"
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
            FROM "outcomes" AS "t0"
            WHERE
              "t0"."m1" = 0
          ) AS "t4"
          WHERE
            "t4"."period" > -1
        ) AS "t7"
        GROUP BY
          "t7"."period",
          "t7"."slice"
      ) AS "t10"
    ) AS "t14"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t18"."period" AS "period",
        "t18"."slice" AS "slice",
        CAST("t18"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t17"."period" AS "period",
          "t17"."slice" AS "slice",
          SUM("t17"."amount") AS "amount"
        FROM (
          SELECT
            "t16"."period" AS "period",
            "t16"."slice" AS "slice",
            "t16"."change" AS "change",
            "t16"."closing" AS "closing",
            "t16"."closing" - "t16"."change" AS "amount"
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
                "t5"."period" AS "period",
                "t13"."slice" AS "slice",
                COALESCE("t11"."change", 0) AS "change"
              FROM (
                SELECT
                  "t1"."period" AS "period"
                FROM "period" AS "t1"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t9"."slice" AS "slice"
                FROM "t8" AS "t9"
              ) AS "t13"
              LEFT OUTER JOIN "t8" AS "t11"
                ON "t5"."period" = "t11"."period" AND "t13"."slice" = "t11"."slice"
            ) AS "t15"
          ) AS "t16"
        ) AS "t17"
        GROUP BY
          "t17"."period",
          "t17"."slice"
      ) AS "t18"
    ) AS "t19"
  ) AS "t20"
  GROUP BY
    "t20"."period",
    "t20"."slice"
) AS "t21"
WHERE
  "t21"."period" > -1
