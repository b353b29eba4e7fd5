SELECT
  "t0"."period" AS "period",
  "t0"."slice" AS "slice",
  "t0"."currency" AS "currency",
  "t0"."kind" AS "kind",
  CAST(SUM("t0"."amount") AS Nullable(Decimal(20, 6))) AS "amount",
  CAST(SUM("t0"."amount_reporting") AS Nullable(Decimal(20, 6))) AS "amount_reporting"
FROM "changes" AS "t0"
GROUP BY
  "t0"."period",
  "t0"."slice",
  "t0"."currency",
  "t0"."kind"
