SELECT
  *
FROM (
  SELECT
    "t4"."period" AS "period",
    "t4"."slice" AS "slice",
    sumIf("t4"."amount", "t4"."side" = 'numerator') AS "numerator",
    sumIf("t4"."amount", "t4"."side" = 'denominator') AS "denominator",
    sumIf("t4"."amount", "t4"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t3"."period" AS "period",
      "t3"."slice" AS "slice",
      "t3"."amount" AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t2"."period" AS "period",
        "t2"."slice" AS "slice",
        SUM(CAST("t2"."amount" AS Nullable(Decimal(38, 15)))) AS "amount"
      FROM (
        SELECT
          "t1"."period" + 0 AS "period",
          "t1"."slice" AS "slice",
          "t1"."subject_id" AS "subject_id",
          "t1"."amount" AS "amount"
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
        ) AS "t1"
        WHERE
          "t1"."period" > -1
      ) AS "t2"
      GROUP BY
        "t2"."period",
        "t2"."slice"
    ) AS "t3"
  ) AS "t4"
  GROUP BY
    "t4"."period",
    "t4"."slice"
) AS "t5"
WHERE
  "t5"."period" > -1
