SELECT
  "t0"."period" AS "period",
  "t0"."slice" AS "slice",
  SUM("t0"."amount") AS "amount"
FROM "presence" AS "t0"
GROUP BY
  "t0"."period",
  "t0"."slice"
