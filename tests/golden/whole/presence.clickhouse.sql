SELECT
  "t0"."period" AS "period",
  '' AS "slice",
  "t0"."account_id" AS "subject_id",
  CAST("t0"."closing" > 0 AS Nullable(Int64)) - CAST("t0"."opening" > 0 AS Nullable(Int64)) AS "amount"
FROM "grid" AS "t0"
WHERE
  (
    CAST("t0"."closing" > 0 AS Nullable(Int64)) - CAST("t0"."opening" > 0 AS Nullable(Int64))
  ) <> 0
