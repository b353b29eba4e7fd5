SELECT
  "t1"."period" AS "period",
  "t1"."slice" AS "slice",
  quantile(0.5)("t1"."amount") AS "value",
  CAST(COUNT(*) AS Nullable(Decimal(38, 15))) AS "denominator"
FROM (
  SELECT
    "t0"."period" + 0 AS "period",
    "t0"."slice" AS "slice",
    "t0"."subject_id" AS "subject_id",
    "t0"."days_ago" AS "amount"
  FROM "last_seen" AS "t0"
  WHERE
    "t0"."period" > -1
) AS "t1"
GROUP BY
  "t1"."period",
  "t1"."slice"
