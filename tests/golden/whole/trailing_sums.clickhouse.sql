SELECT
  "t1"."period" AS "period",
  "t1"."slice" AS "slice",
  SUM(
    CAST((
      "t1"."m0" > 0
    ) AND (
      "t1"."m1" = 0
    ) AS Nullable(Int64)) - CAST((
      "t1"."before0" > 0
    ) AND (
      "t1"."before1" = 0
    ) AS Nullable(Int64))
  ) AS "lost",
  SUM(
    CASE WHEN "t1"."m0" > 0 THEN "t1"."m1" - "t1"."m0" ELSE 0 END - CASE WHEN "t1"."before0" > 0 THEN "t1"."before1" - "t1"."before0" ELSE 0 END
  ) AS "change",
  SUM(
    LEAST(CASE WHEN "t1"."m0" > 0 THEN "t1"."m1" - "t1"."m0" ELSE 0 END, 0) - LEAST(CASE WHEN "t1"."before0" > 0 THEN "t1"."before1" - "t1"."before0" ELSE 0 END, 0)
  ) AS "capped"
FROM (
  SELECT
    "t0"."account_id" AS "account_id",
    "t0"."period" AS "period",
    "t0"."m0" AS "m0",
    "t0"."m1" AS "m1",
    "t0"."m0" - "t0"."then" AS "before0",
    "t0"."m1" - "t0"."now" AS "before1",
    '' AS "slice"
  FROM "trailing" AS "t0"
) AS "t1"
GROUP BY
  "t1"."period",
  "t1"."slice"
