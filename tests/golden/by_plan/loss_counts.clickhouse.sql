SELECT
  "t0"."period" AS "period",
  "t0"."slice" AS "slice",
  "t0"."reason" AS "reason",
  COUNT(*) AS "amount"
FROM "losses" AS "t0"
GROUP BY
  "t0"."period",
  "t0"."slice",
  "t0"."reason"
