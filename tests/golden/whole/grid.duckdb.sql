SELECT
  "t2"."period",
  "t2"."account_id",
  "t2"."slice",
  "t2"."currency",
  "t2"."net",
  "t2"."closing",
  "t2"."closing" - "t2"."net" AS "opening"
FROM (
  SELECT
    "t1"."period",
    "t1"."account_id",
    "t1"."slice",
    "t1"."currency",
    "t1"."net",
    CAST(SUM("t1"."net") OVER (
      PARTITION BY "t1"."account_id", "t1"."slice", "t1"."currency"
      ORDER BY "t1"."period" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DECIMAL(18, 6)) AS "closing"
  FROM (
    SELECT
      "t0"."period",
      "t0"."account_id",
      "t0"."slice",
      "t0"."currency",
      CAST(SUM("t0"."amount") AS DECIMAL(18, 6)) AS "net"
    FROM "changes" AS "t0"
    GROUP BY
      1,
      2,
      3,
      4
  ) AS "t1"
) AS "t2"
