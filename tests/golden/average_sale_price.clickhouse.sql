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
        "t4"."period" AS "period",
        "t4"."slice" AS "slice",
        CAST("t4"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t2"."period" AS "period",
          "t2"."slice" AS "slice",
          SUM("t2"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice" AS "slice",
            "t0"."amount_reporting" AS "amount"
          FROM "flows" AS "t0"
          WHERE
            "t0"."kind" IN ('new') AND "t0"."period" > -1
        ) AS "t2"
        GROUP BY
          "t2"."period",
          "t2"."slice"
      ) AS "t4"
    ) AS "t6"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t5"."period" AS "period",
        "t5"."slice" AS "slice",
        CAST("t5"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t3"."period" AS "period",
          "t3"."slice" AS "slice",
          SUM("t3"."amount") AS "amount"
        FROM (
          SELECT
            "t1"."period" + 0 AS "period",
            "t1"."slice" AS "slice",
            "t1"."amount" AS "amount"
          FROM "move_counts" AS "t1"
          WHERE
            "t1"."new" AND "t1"."period" > -1
        ) AS "t3"
        GROUP BY
          "t3"."period",
          "t3"."slice"
      ) AS "t5"
    ) AS "t7"
  ) AS "t8"
  GROUP BY
    "t8"."period",
    "t8"."slice"
) AS "t9"
WHERE
  "t9"."period" > -1
