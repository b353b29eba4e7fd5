SELECT
  *
FROM (
  SELECT
    "t4"."period",
    "t4"."slice",
    SUM("t4"."amount") FILTER(WHERE
      "t4"."side" = 'numerator') AS "numerator",
    SUM("t4"."amount") FILTER(WHERE
      "t4"."side" = 'denominator') AS "denominator",
    SUM("t4"."amount") FILTER(WHERE
      "t4"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t3"."period",
      "t3"."slice",
      "t3"."amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t2"."period",
        "t2"."slice",
        SUM(CAST("t2"."amount" AS DECIMAL(38, 15))) AS "amount"
      FROM (
        SELECT
          "t1"."period" + 0 AS "period",
          "t1"."slice",
          "t1"."subject_id",
          "t1"."amount"
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
        ) AS "t1"
        WHERE
          "t1"."period" > -1
      ) AS "t2"
      GROUP BY
        1,
        2
    ) AS "t3"
  ) AS "t4"
  GROUP BY
    1,
    2
) AS "t5"
WHERE
  "t5"."period" > -1
