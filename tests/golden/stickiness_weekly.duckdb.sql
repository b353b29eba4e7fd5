SELECT
  *
FROM (
  SELECT
    "t10"."period",
    "t10"."slice",
    SUM("t10"."amount") FILTER(WHERE
      "t10"."side" = 'numerator') AS "numerator",
    SUM("t10"."amount") FILTER(WHERE
      "t10"."side" = 'denominator') AS "denominator",
    SUM("t10"."amount") FILTER(WHERE
      "t10"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t6"."period",
        "t6"."slice",
        "t6"."amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t4"."period",
          "t4"."slice",
          SUM(CAST("t4"."amount" AS DECIMAL(38, 15))) AS "amount"
        FROM (
          SELECT
            "t2"."period" + 0 AS "period",
            "t2"."slice",
            "t2"."subject_id",
            "t2"."amount"
          FROM (
            SELECT
              "t0"."period",
              "t0"."slice",
              "t0"."subject_id",
              CAST(COUNT(*) AS DOUBLE) / MAX("t0"."stretches") AS "amount"
            FROM "active_week" AS "t0"
            GROUP BY
              1,
              2,
              3
          ) AS "t2"
          WHERE
            "t2"."period" > -1
        ) AS "t4"
        GROUP BY
          1,
          2
      ) AS "t6"
    ) AS "t8"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t7"."period",
        "t7"."slice",
        "t7"."amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t5"."period",
          "t5"."slice",
          SUM(CAST("t5"."amount" AS DECIMAL(38, 15))) AS "amount"
        FROM (
          SELECT
            "t3"."period" + 0 AS "period",
            "t3"."slice",
            "t3"."subject_id",
            "t3"."amount"
          FROM (
            SELECT
              "t1"."period",
              "t1"."slice",
              "t1"."subject_id",
              CAST(COUNT(*) AS DOUBLE) / MAX("t1"."stretches") AS "amount"
            FROM "active_month" AS "t1"
            GROUP BY
              1,
              2,
              3
          ) AS "t3"
          WHERE
            "t3"."period" > -1
        ) AS "t5"
        GROUP BY
          1,
          2
      ) AS "t7"
    ) AS "t9"
  ) AS "t10"
  GROUP BY
    1,
    2
) AS "t11"
WHERE
  "t11"."period" > -1
