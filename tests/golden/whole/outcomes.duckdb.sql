SELECT
  "t0"."account_id",
  "t0"."period",
  '' AS "slice",
  "t0"."opening" AS "m0",
  "t0"."closing" AS "m1"
FROM "grid" AS "t0"
WHERE
  "t0"."period" > -1 AND "t0"."opening" > 0
