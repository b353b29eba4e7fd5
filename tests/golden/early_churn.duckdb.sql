SELECT
  *
FROM (
  SELECT
    "t5"."period",
    "t5"."slice",
    SUM("t5"."amount") FILTER(WHERE
      "t5"."side" = 'numerator') AS "numerator",
    SUM("t5"."amount") FILTER(WHERE
      "t5"."side" = 'denominator') AS "denominator",
    SUM("t5"."amount") FILTER(WHERE
      "t5"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t4"."period",
      "t4"."slice",
      CAST("t4"."amount" AS DECIMAL(38, 15)) AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t3"."period",
        "t3"."slice",
        SUM("t3"."amount") AS "amount"
      FROM (
        SELECT
          "t2"."period" + 0 AS "period",
          "t2"."slice",
          "t2"."subject_id",
          1 AS "amount"
        FROM (
          SELECT DISTINCT
            "t1"."period",
            "t1"."slice",
            "t1"."account_id" AS "subject_id"
          FROM (
            SELECT
              "t0"."account_id",
              "t0"."period",
              "t0"."slice",
              BOOL_OR(CAST("t0"."kind" = 'new' AS BOOLEAN)) AS "came",
              BOOL_OR(CAST("t0"."kind" = 'churn' AS BOOLEAN)) AS "left"
            FROM "changes" AS "t0"
            GROUP BY
              1,
              2,
              3
          ) AS "t1"
          WHERE
            "t1"."came" AND "t1"."left"
        ) AS "t2"
        WHERE
          "t2"."period" > -1
      ) AS "t3"
      GROUP BY
        1,
        2
    ) AS "t4"
  ) AS "t5"
  GROUP BY
    1,
    2
) AS "t6"
WHERE
  "t6"."period" > -1
