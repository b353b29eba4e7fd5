SELECT
  "t2"."account_id",
  "t2"."period",
  "t2"."slice",
  "t2"."m0",
  "t2"."closing" AS "m1"
FROM (
  SELECT
    "t1"."account_id",
    "t1"."period",
    "t1"."slice",
    CAST(SUM("t1"."opening") AS DECIMAL(38, 15)) AS "m0",
    CAST(SUM("t1"."closing") AS DECIMAL(38, 15)) AS "closing"
  FROM (
    SELECT
      *
    FROM "grid" AS "t0"
    WHERE
      "t0"."period" > -1
  ) AS "t1"
  GROUP BY
    1,
    2,
    3
) AS "t2"
WHERE
  "t2"."m0" > 0
