SELECT
  *
FROM (
  SELECT
    "t12"."period" AS "period",
    "t12"."slice" AS "slice",
    sumIf("t12"."amount", "t12"."side" = 'numerator') AS "numerator",
    sumIf("t12"."amount", "t12"."side" = 'denominator') AS "denominator",
    sumIf("t12"."amount", "t12"."side" = 'squares') AS "squares"
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
          "t9"."period" AS "period",
          "t9"."slice" AS "slice",
          SUM("t9"."amount") AS "amount"
        FROM (
          SELECT
            "t8"."period" + 0 AS "period",
            "t8"."slice" AS "slice",
            "t8"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t2"."period" AS "period",
              "t2"."slice" AS "slice",
              "t2"."subject_id" AS "subject_id",
              "t2"."day" AS "day",
              "t2"."days_ago" AS "days_ago",
              "t5"."from_day" AS "from_day"
            FROM "last_seen" AS "t2"
            INNER JOIN (
              SELECT
                "t1"."period" AS "period",
                CAST("t1"."last_day" - 29 AS Nullable(Int32)) AS "from_day"
              FROM "period_days" AS "t1"
            ) AS "t5"
              ON "t2"."period" = "t5"."period"
          ) AS "t8"
          WHERE
            "t8"."day" > -1 AND "t8"."day" >= "t8"."from_day" AND "t8"."period" > -1
        ) AS "t9"
        GROUP BY
          "t9"."period",
          "t9"."slice"
      ) AS "t10"
    ) AS "t11"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t6"."period" AS "period",
        "t6"."slice" AS "slice",
        CAST("t6"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t3"."period" AS "period",
          "t3"."slice" AS "slice",
          SUM("t3"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice" AS "slice",
            "t0"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM "last_seen" AS "t0"
          WHERE
            "t0"."period" > -1
        ) AS "t3"
        GROUP BY
          "t3"."period",
          "t3"."slice"
      ) AS "t6"
    ) AS "t7"
  ) AS "t12"
  GROUP BY
    "t12"."period",
    "t12"."slice"
) AS "t13"
WHERE
  "t13"."period" > -1
