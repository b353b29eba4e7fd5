SELECT
  "t2"."account_id" AS "account_id",
  "t2"."period" AS "period",
  "t2"."net" AS "net",
  "t2"."closing" AS "closing",
  "t2"."closing" - "t2"."net" AS "opening"
FROM (
  SELECT
    "t1"."account_id" AS "account_id",
    "t1"."period" AS "period",
    "t1"."net" AS "net",
    CAST(SUM("t1"."net") OVER (
      PARTITION BY "t1"."account_id"
      ORDER BY "t1"."period" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS Nullable(Decimal(18, 6))) AS "closing"
  FROM (
    SELECT
      "t0"."account_id" AS "account_id",
      "t0"."period" AS "period",
      CAST(SUM("t0"."amount") AS Nullable(Decimal(18, 6))) AS "net"
    FROM "changes" AS "t0"
    GROUP BY
      "t0"."account_id",
      "t0"."period"
  ) AS "t1"
) AS "t2"
