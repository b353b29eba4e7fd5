SELECT
  "t0"."period" AS "period",
  "t0"."slice" AS "slice",
  SUM(
    CAST((
      "t0"."m0" > 0
    ) AND (
      "t0"."m1" = 0
    ) AS Nullable(Int64)) - CAST((
      "t0"."before0" > 0
    ) AND (
      "t0"."before1" = 0
    ) AS Nullable(Int64))
  ) AS "lost",
  SUM(
    CASE WHEN "t0"."m0" > 0 THEN "t0"."m1" - "t0"."m0" ELSE 0 END - CASE WHEN "t0"."before0" > 0 THEN "t0"."before1" - "t0"."before0" ELSE 0 END
  ) AS "change",
  SUM(
    LEAST(CASE WHEN "t0"."m0" > 0 THEN "t0"."m1" - "t0"."m0" ELSE 0 END, 0) - LEAST(CASE WHEN "t0"."before0" > 0 THEN "t0"."before1" - "t0"."before0" ELSE 0 END, 0)
  ) AS "capped"
FROM "trailing" AS "t0"
GROUP BY
  "t0"."period",
  "t0"."slice"
