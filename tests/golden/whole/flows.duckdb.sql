SELECT
  "t0"."period",
  "t0"."slice",
  "t0"."currency",
  "t0"."kind",
  CAST(SUM("t0"."amount") AS DECIMAL(20, 6)) AS "amount",
  CAST(SUM("t0"."amount_reporting") AS DECIMAL(20, 6)) AS "amount_reporting"
FROM "changes" AS "t0"
GROUP BY
  1,
  2,
  3,
  4
