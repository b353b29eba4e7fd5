SELECT
  *
FROM (
  SELECT
    "t8"."period",
    "t8"."slice",
    SUM("t8"."amount") FILTER(WHERE
      "t8"."side" = 'numerator') AS "numerator",
    SUM("t8"."amount") FILTER(WHERE
      "t8"."side" = 'denominator') AS "denominator",
    SUM("t8"."amount") FILTER(WHERE
      "t8"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t3"."period",
        "t3"."slice",
        CAST("t3"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t1"."period",
          "t1"."slice",
          SUM("t1"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice",
            "t0"."account_id" AS "subject_id",
            "t0"."amount_reporting" AS "amount"
          FROM "changes" AS "t0"
          WHERE
            "t0"."kind" IN ('new') AND "t0"."period" > -1
        ) AS "t1"
        GROUP BY
          1,
          2
      ) AS "t3"
    ) AS "t5"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t6"."period",
        "t6"."slice",
        CAST("t6"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t4"."period",
          "t4"."slice",
          SUM("t4"."amount") AS "amount"
        FROM (
          SELECT
            "t2"."period" + 0 AS "period",
            "t2"."slice",
            "t2"."subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t0"."period",
              "t0"."slice",
              "t0"."account_id" AS "subject_id"
            FROM "changes" AS "t0"
            WHERE
              "t0"."kind" IN ('new')
          ) AS "t2"
          WHERE
            "t2"."period" > -1
        ) AS "t4"
        GROUP BY
          1,
          2
      ) AS "t6"
    ) AS "t7"
  ) AS "t8"
  GROUP BY
    1,
    2
) AS "t9"
WHERE
  "t9"."period" > -1
