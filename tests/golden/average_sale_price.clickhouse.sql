SELECT
  *
FROM (
  SELECT
    "t8"."period" AS "period",
    "t8"."slice" AS "slice",
    sumIf("t8"."amount", "t8"."side" = 'numerator') AS "numerator",
    sumIf("t8"."amount", "t8"."side" = 'denominator') AS "denominator",
    sumIf("t8"."amount", "t8"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t3"."period" AS "period",
        "t3"."slice" AS "slice",
        CAST("t3"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t1"."period" AS "period",
          "t1"."slice" AS "slice",
          SUM("t1"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice" AS "slice",
            "t0"."account_id" AS "subject_id",
            "t0"."amount_reporting" AS "amount"
          FROM "changes" AS "t0"
          WHERE
            "t0"."kind" IN ('new') AND "t0"."period" > -1
        ) AS "t1"
        GROUP BY
          "t1"."period",
          "t1"."slice"
      ) AS "t3"
    ) AS "t5"
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
          FROM (
            SELECT DISTINCT
              "t0"."period" AS "period",
              "t0"."slice" AS "slice",
              "t0"."account_id" AS "subject_id"
            FROM "changes" AS "t0"
            WHERE
              "t0"."kind" IN ('new')
          ) AS "t2"
          WHERE
            "t2"."period" > -1
        ) AS "t4"
        GROUP BY
          "t4"."period",
          "t4"."slice"
      ) AS "t6"
    ) AS "t7"
  ) AS "t8"
  GROUP BY
    "t8"."period",
    "t8"."slice"
) AS "t9"
WHERE
  "t9"."period" > -1
