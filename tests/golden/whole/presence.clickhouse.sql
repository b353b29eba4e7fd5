SELECT
  "t2"."period" AS "period",
  "t2"."slice" AS "slice",
  "t2"."account_id" AS "subject_id",
  "t2"."amount" AS "amount"
FROM (
  SELECT
    "t1"."account_id" AS "account_id",
    "t1"."period" AS "period",
    "t1"."slice" AS "slice",
    "t1"."opening" AS "opening",
    "t1"."closing" AS "closing",
    CAST("t1"."closing" > 0 AS Nullable(Int64)) - CAST("t1"."opening" > 0 AS Nullable(Int64)) AS "amount"
  FROM (
    SELECT
      "t0"."account_id" AS "account_id",
      "t0"."period" AS "period",
      "t0"."slice" AS "slice",
      SUM("t0"."opening") AS "opening",
      SUM("t0"."closing") AS "closing"
    FROM "grid" AS "t0"
    GROUP BY
      "t0"."account_id",
      "t0"."period",
      "t0"."slice"
  ) AS "t1"
) AS "t2"
WHERE
  "t2"."amount" <> 0
