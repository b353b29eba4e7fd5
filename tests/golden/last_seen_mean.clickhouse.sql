SELECT
  *
FROM (
  SELECT
    "t7"."period" AS "period",
    "t7"."slice" AS "slice",
    sumIf("t7"."amount", "t7"."side" = 'numerator') AS "numerator",
    sumIf("t7"."amount", "t7"."side" = 'denominator') AS "denominator",
    sumIf("t7"."amount", "t7"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t4"."period" AS "period",
        "t4"."slice" AS "slice",
        "t4"."amount" AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t1"."period" AS "period",
          "t1"."slice" AS "slice",
          SUM(CAST("t1"."amount" AS Nullable(Decimal(38, 15)))) AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice" AS "slice",
            "t0"."subject_id" AS "subject_id",
            "t0"."days_ago" AS "amount"
          FROM "last_seen" AS "t0"
          WHERE
            "t0"."period" > -1
        ) AS "t1"
        GROUP BY
          "t1"."period",
          "t1"."slice"
      ) AS "t4"
    ) AS "t5"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t3"."period" AS "period",
        "t3"."slice" AS "slice",
        CAST("t3"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t2"."period" AS "period",
          "t2"."slice" AS "slice",
          SUM("t2"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice" AS "slice",
            "t0"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM "last_seen" AS "t0"
          WHERE
            "t0"."period" > -1
        ) AS "t2"
        GROUP BY
          "t2"."period",
          "t2"."slice"
      ) AS "t3"
    ) AS "t6"
  ) AS "t7"
  GROUP BY
    "t7"."period",
    "t7"."slice"
) AS "t8"
WHERE
  "t8"."period" > -1
