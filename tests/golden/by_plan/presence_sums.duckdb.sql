SELECT
  "t0"."period",
  "t0"."slice",
  SUM("t0"."amount") AS "amount"
FROM "presence" AS "t0"
GROUP BY
  1,
  2
