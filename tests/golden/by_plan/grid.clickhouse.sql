WITH "t1" AS (
  SELECT
    "t0"."period" AS "period",
    "t0"."account_id" AS "account_id",
    "t0"."slice" AS "slice",
    "t0"."currency" AS "currency",
    CAST(SUM("t0"."amount") AS Nullable(Decimal(18, 6))) AS "net"
  FROM "changes" AS "t0"
  GROUP BY
    "t0"."period",
    "t0"."account_id",
    "t0"."slice",
    "t0"."currency"
)
SELECT
  "t9"."period" AS "period",
  "t9"."account_id" AS "account_id",
  "t9"."slice" AS "slice",
  "t9"."currency" AS "currency",
  "t9"."net" AS "net",
  "t9"."closing" AS "closing",
  "t9"."closing" - "t9"."net" AS "opening"
FROM (
  SELECT
    "t8"."period" AS "period",
    "t8"."account_id" AS "account_id",
    "t8"."slice" AS "slice",
    "t8"."currency" AS "currency",
    "t8"."net" AS "net",
    CAST(SUM("t8"."net") OVER (
      PARTITION BY "t8"."account_id", "t8"."slice", "t8"."currency"
      ORDER BY "t8"."period" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS Nullable(Decimal(18, 6))) AS "closing"
  FROM (
    SELECT
      "t6"."period" AS "period",
      "t6"."account_id" AS "account_id",
      "t7"."slice" AS "slice",
      "t7"."currency" AS "currency",
      COALESCE("t3"."net", 0) AS "net"
    FROM (
      SELECT DISTINCT
        "t2"."account_id" AS "account_id",
        "t2"."period" AS "period"
      FROM "t1" AS "t2"
    ) AS "t6"
    INNER JOIN (
      SELECT DISTINCT
        "t2"."account_id" AS "account_id",
        "t2"."slice" AS "slice",
        "t2"."currency" AS "currency"
      FROM "t1" AS "t2"
    ) AS "t7"
      ON "t6"."account_id" = "t7"."account_id"
    LEFT OUTER JOIN "t1" AS "t3"
      ON "t6"."period" = "t3"."period"
      AND "t6"."account_id" = "t3"."account_id"
      AND "t7"."slice" = "t3"."slice"
      AND "t7"."currency" = "t3"."currency"
  ) AS "t8"
) AS "t9"
