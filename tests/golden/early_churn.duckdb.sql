SELECT
  *
FROM (
  SELECT
    "t3"."period",
    "t3"."slice",
    SUM("t3"."amount") FILTER(WHERE
      "t3"."side" = 'numerator') AS "numerator",
    SUM("t3"."amount") FILTER(WHERE
      "t3"."side" = 'denominator') AS "denominator",
    SUM("t3"."amount") FILTER(WHERE
      "t3"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t2"."period",
      "t2"."slice",
      CAST("t2"."amount" AS DECIMAL(38, 15)) AS "amount",
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
          "t0"."amount"
        FROM "move_counts" AS "t0"
        WHERE
          "t0"."new" AND "t0"."churn" AND "t0"."period" > -1
      ) AS "t1"
      GROUP BY
        1,
        2
    ) AS "t2"
  ) AS "t3"
  GROUP BY
    1,
    2
) AS "t4"
WHERE
  "t4"."period" > -1
