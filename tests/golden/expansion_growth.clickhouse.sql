WITH "t4" AS (
  SELECT
    "t2"."period" AS "period",
    "t2"."slice" AS "slice",
    SUM("t2"."amount") AS "amount"
  FROM (
    SELECT
      CAST("t0"."period" + 1 AS Nullable(Int32)) AS "period",
      "t0"."slice" AS "slice",
      "t0"."amount_reporting" AS "amount"
    FROM "flows" AS "t0"
    WHERE
      "t0"."kind" IN ('expansion') AND "t0"."period" > -1
  ) AS "t2"
  GROUP BY
    "t2"."period",
    "t2"."slice"
)
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
        "t5"."period" AS "period",
        "t5"."slice" AS "slice",
        CAST("t5"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM "t4" AS "t5"
    ) AS "t7"
    UNION ALL
    SELECT
      *
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
              "t0"."amount_reporting" AS "amount"
            FROM "flows" AS "t0"
            WHERE
              "t0"."kind" IN ('expansion') AND "t0"."period" > -1
          ) AS "t1"
          GROUP BY
            "t1"."period",
            "t1"."slice"
        ) AS "t3"
      ) AS "t6"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t5"."period" AS "period",
          "t5"."slice" AS "slice",
          -(
            CAST("t5"."amount" AS Nullable(Decimal(38, 15)))
          ) AS "amount",
          'numerator' AS "side"
        FROM "t4" AS "t5"
      ) AS "t8"
    ) AS "t9"
  ) AS "t10"
  GROUP BY
    "t10"."period",
    "t10"."slice"
) AS "t11"
WHERE
  "t11"."period" > -1
