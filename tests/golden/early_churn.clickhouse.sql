SELECT
  *
FROM (
  SELECT
    "t5"."period" AS "period",
    "t5"."slice" AS "slice",
    sumIf("t5"."amount", "t5"."side" = 'numerator') AS "numerator",
    sumIf("t5"."amount", "t5"."side" = 'denominator') AS "denominator",
    sumIf("t5"."amount", "t5"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t4"."period" AS "period",
      "t4"."slice" AS "slice",
      CAST("t4"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
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
          1 AS "amount"
        FROM (
          SELECT DISTINCT
            "t1"."period" AS "period",
            "t1"."slice" AS "slice",
            "t1"."account_id" AS "subject_id"
          FROM (
            SELECT
              "t0"."account_id" AS "account_id",
              "t0"."period" AS "period",
              "t0"."slice" AS "slice",
              MAX("t0"."kind" = 'new') AS "came",
              MAX("t0"."kind" = 'churn') AS "left"
            FROM "changes" AS "t0"
            GROUP BY
              "t0"."account_id",
              "t0"."period",
              "t0"."slice"
          ) AS "t1"
          WHERE
            "t1"."came" AND "t1"."left"
        ) AS "t2"
        WHERE
          "t2"."period" > -1
      ) AS "t3"
      GROUP BY
        "t3"."period",
        "t3"."slice"
    ) AS "t4"
  ) AS "t5"
  GROUP BY
    "t5"."period",
    "t5"."slice"
) AS "t6"
WHERE
  "t6"."period" > -1
