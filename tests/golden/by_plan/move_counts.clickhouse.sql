SELECT
  "t0"."period" AS "period",
  "t0"."slice" AS "slice",
  "t0"."new" AS "new",
  "t0"."reactivation" AS "reactivation",
  "t0"."churn" AS "churn",
  COUNT(*) AS "amount"
FROM "moves" AS "t0"
GROUP BY
  "t0"."period",
  "t0"."slice",
  "t0"."new",
  "t0"."reactivation",
  "t0"."churn"
