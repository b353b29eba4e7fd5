SELECT
  "t5"."account_id",
  "t5"."period",
  "t5"."then",
  "t5"."now",
  CAST(SUM("t5"."then") OVER (
    PARTITION BY "t5"."account_id"
    ORDER BY "t5"."period" ASC, "t5"."then" ASC, "t5"."now" ASC
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS DECIMAL(18, 6)) AS "m0",
  CAST(SUM("t5"."now") OVER (
    PARTITION BY "t5"."account_id"
    ORDER BY "t5"."period" ASC, "t5"."then" ASC, "t5"."now" ASC
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  ) AS DECIMAL(18, 6)) AS "m1"
FROM (
  SELECT
    *
  FROM (
    SELECT
      "t0"."account_id",
      "t0"."period",
      CAST(0.000000 AS DECIMAL(18, 6)) AS "then",
      "t0"."net" AS "now"
    FROM "grid" AS "t0"
  ) AS "t2"
  UNION ALL
  SELECT
    *
  FROM (
    SELECT
      "t0"."account_id",
      CAST("t0"."period" + 12 AS INT) AS "period",
      "t0"."net" AS "then",
      CAST(0.000000 AS DECIMAL(18, 6)) AS "now"
    FROM "grid" AS "t0"
    WHERE
      CAST("t0"."period" + 12 AS INT) <= (
        SELECT
          MAX("t1"."period") AS "Max(period)"
        FROM "period" AS "t1"
      )
  ) AS "t4"
) AS "t5"
