WITH "t1" AS (
  SELECT
    "t0"."period" AS "period",
    "t0"."slice" AS "slice",
    "t0"."subject_id" AS "subject_id",
    SUM("t0"."points") AS "amount"
  FROM "health" AS "t0"
  GROUP BY
    "t0"."period",
    "t0"."slice",
    "t0"."subject_id"
)
SELECT
  *
FROM (
  SELECT
    "t9"."period" AS "period",
    "t9"."slice" AS "slice",
    sumIf("t9"."amount", "t9"."side" = 'numerator') AS "numerator",
    sumIf("t9"."amount", "t9"."side" = 'denominator') AS "denominator",
    sumIf("t9"."amount", "t9"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t5"."period" AS "period",
        "t5"."slice" AS "slice",
        CAST("t5"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t3"."period" AS "period",
          "t3"."slice" AS "slice",
          SUM("t3"."amount") AS "amount"
        FROM (
          SELECT
            "t2"."period" + 0 AS "period",
            "t2"."slice" AS "slice",
            "t2"."subject_id" AS "subject_id",
            "t2"."amount" AS "amount"
          FROM "t1" AS "t2"
          WHERE
            "t2"."period" > -1
        ) AS "t3"
        GROUP BY
          "t3"."period",
          "t3"."slice"
      ) AS "t5"
    ) AS "t7"
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
          "t4"."period" AS "period",
          "t4"."slice" AS "slice",
          SUM("t4"."amount") AS "amount"
        FROM (
          SELECT
            "t2"."period" + 0 AS "period",
            "t2"."slice" AS "slice",
            "t2"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM "t1" AS "t2"
          WHERE
            "t2"."period" > -1
        ) AS "t4"
        GROUP BY
          "t4"."period",
          "t4"."slice"
      ) AS "t6"
    ) AS "t8"
  ) AS "t9"
  GROUP BY
    "t9"."period",
    "t9"."slice"
) AS "t10"
WHERE
  "t10"."period" > -1
