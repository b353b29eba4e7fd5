SELECT
  "t0"."period",
  "t0"."slice",
  SUM(CAST((
    "t0"."m0" > 0
  ) AND (
    "t0"."m1" = 0
  ) AS BIGINT)) AS "lost",
  SUM(CASE WHEN "t0"."m0" > 0 THEN "t0"."m1" - "t0"."m0" ELSE 0 END) AS "change",
  SUM(LEAST(CASE WHEN "t0"."m0" > 0 THEN "t0"."m1" - "t0"."m0" ELSE 0 END, 0)) AS "capped"
FROM "outcomes" AS "t0"
GROUP BY
  1,
  2
