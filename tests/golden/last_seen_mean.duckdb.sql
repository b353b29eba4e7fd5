SELECT
  *
FROM (
  SELECT
    "t7"."period",
    "t7"."slice",
    SUM("t7"."amount") FILTER(WHERE
      "t7"."side" = 'numerator') AS "numerator",
    SUM("t7"."amount") FILTER(WHERE
      "t7"."side" = 'denominator') AS "denominator",
    SUM("t7"."amount") FILTER(WHERE
      "t7"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t4"."period",
        "t4"."slice",
        "t4"."amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t1"."period",
          "t1"."slice",
          SUM(CAST("t1"."amount" AS DECIMAL(38, 15))) AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice",
            "t0"."subject_id",
            "t0"."days_ago" AS "amount"
          FROM "last_seen" AS "t0"
          WHERE
            "t0"."period" > -1
        ) AS "t1"
        GROUP BY
          1,
          2
      ) AS "t4"
    ) AS "t5"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t3"."period",
        "t3"."slice",
        CAST("t3"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t2"."period",
          "t2"."slice",
          SUM("t2"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice",
            "t0"."subject_id",
            1 AS "amount"
          FROM "last_seen" AS "t0"
          WHERE
            "t0"."period" > -1
        ) AS "t2"
        GROUP BY
          1,
          2
      ) AS "t3"
    ) AS "t6"
  ) AS "t7"
  GROUP BY
    1,
    2
) AS "t8"
WHERE
  "t8"."period" > -1
