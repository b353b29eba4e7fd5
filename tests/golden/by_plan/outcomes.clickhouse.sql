WITH "t2" AS (
  SELECT
    "t1"."account_id" AS "account_id",
    "t1"."period" AS "period",
    "t1"."slice" AS "slice",
    CAST(SUM("t1"."opening") AS Nullable(Decimal(38, 15))) AS "m0",
    CAST(SUM("t1"."closing") AS Nullable(Decimal(38, 15))) AS "closing"
  FROM (
    SELECT
      *
    FROM "grid" AS "t0"
    WHERE
      "t0"."period" > -1
  ) AS "t1"
  GROUP BY
    "t1"."account_id",
    "t1"."period",
    "t1"."slice"
)
SELECT
  "t6"."account_id" AS "account_id",
  "t6"."period" AS "period",
  "t6"."slice" AS "slice",
  "t6"."m0" AS "m0",
  CASE
    WHEN "t6"."m0" = "t7"."all0"
    THEN "t7"."all1"
    ELSE CAST((
      CAST("t7"."all1" AS Nullable(Float64)) * CAST("t6"."m0" AS Nullable(Float64))
    ) / CAST("t7"."all0" AS Nullable(Float64)) AS Nullable(Decimal(38, 15)))
  END AS "m1"
FROM (
  SELECT
    *
  FROM "t2" AS "t3"
  WHERE
    "t3"."m0" > 0
) AS "t6"
INNER JOIN (
  SELECT
    "t3"."account_id" AS "account_id",
    "t3"."period" AS "period",
    SUM("t3"."m0") AS "all0",
    SUM("t3"."closing") AS "all1"
  FROM "t2" AS "t3"
  GROUP BY
    "t3"."account_id",
    "t3"."period"
) AS "t7"
  ON "t6"."account_id" = "t7"."account_id" AND "t6"."period" = "t7"."period"
