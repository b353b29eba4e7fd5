SELECT
  *
FROM (
  SELECT
    "t3"."period" AS "period",
    "t3"."slice" AS "slice",
    sumIf("t3"."amount", "t3"."side" = 'numerator') AS "numerator",
    sumIf("t3"."amount", "t3"."side" = 'denominator') AS "denominator",
    sumIf("t3"."amount", "t3"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t2"."period" AS "period",
      "t2"."slice" AS "slice",
      CAST("t2"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
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
          "t0"."amount_reporting" AS "amount"
        FROM "flows" AS "t0"
        WHERE
          "t0"."kind" IN ('churn') AND "t0"."period" > -1
      ) AS "t1"
      GROUP BY
        "t1"."period",
        "t1"."slice"
    ) AS "t2"
  ) AS "t3"
  GROUP BY
    "t3"."period",
    "t3"."slice"
) AS "t4"
WHERE
  "t4"."period" > -1
