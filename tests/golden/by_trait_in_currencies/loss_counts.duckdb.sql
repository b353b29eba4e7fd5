SELECT
  "t0"."period",
  "t0"."slice",
  "t0"."reason",
  COUNT(*) AS "amount"
FROM "losses" AS "t0"
GROUP BY
  1,
  2,
  3
