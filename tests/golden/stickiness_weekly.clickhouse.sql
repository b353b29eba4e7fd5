SELECT
  *
FROM (
  SELECT
    "t10"."period" AS "period",
    "t10"."slice" AS "slice",
    sumIf("t10"."amount", "t10"."side" = 'numerator') AS "numerator",
    sumIf("t10"."amount", "t10"."side" = 'denominator') AS "denominator",
    sumIf("t10"."amount", "t10"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t6"."period" AS "period",
        "t6"."slice" AS "slice",
        "t6"."amount" AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t4"."period" AS "period",
          "t4"."slice" AS "slice",
          SUM(CAST("t4"."amount" AS Nullable(Decimal(38, 15)))) AS "amount"
        FROM (
          SELECT
            "t2"."period" + 0 AS "period",
            "t2"."slice" AS "slice",
            "t2"."subject_id" AS "subject_id",
            "t2"."amount" AS "amount"
          FROM (
            SELECT
              "t0"."period" AS "period",
              "t0"."slice" AS "slice",
              "t0"."subject_id" AS "subject_id",
              CAST(COUNT(*) AS Nullable(Float64)) / MAX("t0"."stretches") AS "amount"
            FROM "active_week" AS "t0"
            GROUP BY
              "t0"."period",
              "t0"."slice",
              "t0"."subject_id"
          ) AS "t2"
          WHERE
            "t2"."period" > -1
        ) AS "t4"
        GROUP BY
          "t4"."period",
          "t4"."slice"
      ) AS "t6"
    ) AS "t8"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t7"."period" AS "period",
        "t7"."slice" AS "slice",
        "t7"."amount" AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t5"."period" AS "period",
          "t5"."slice" AS "slice",
          SUM(CAST("t5"."amount" AS Nullable(Decimal(38, 15)))) AS "amount"
        FROM (
          SELECT
            "t3"."period" + 0 AS "period",
            "t3"."slice" AS "slice",
            "t3"."subject_id" AS "subject_id",
            "t3"."amount" AS "amount"
          FROM (
            SELECT
              "t1"."period" AS "period",
              "t1"."slice" AS "slice",
              "t1"."subject_id" AS "subject_id",
              CAST(COUNT(*) AS Nullable(Float64)) / MAX("t1"."stretches") AS "amount"
            FROM "active_month" AS "t1"
            GROUP BY
              "t1"."period",
              "t1"."slice",
              "t1"."subject_id"
          ) AS "t3"
          WHERE
            "t3"."period" > -1
        ) AS "t5"
        GROUP BY
          "t5"."period",
          "t5"."slice"
      ) AS "t7"
    ) AS "t9"
  ) AS "t10"
  GROUP BY
    "t10"."period",
    "t10"."slice"
) AS "t11"
WHERE
  "t11"."period" > -1
