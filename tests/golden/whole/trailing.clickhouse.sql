SELECT
  "t5"."account_id" AS "account_id",
  "t5"."period" AS "period",
  "t5"."slice" AS "slice",
  "t5"."m0" AS "m0",
  "t5"."m1" AS "m1",
  CAST("t5"."m0" - "t5"."then" AS Nullable(Decimal(18, 6))) AS "before0",
  CAST("t5"."m1" - "t5"."now" AS Nullable(Decimal(18, 6))) AS "before1"
FROM (
  SELECT
    "t4"."account_id" AS "account_id",
    "t4"."period" AS "period",
    "t4"."slice" AS "slice",
    "t4"."then" AS "then",
    "t4"."now" AS "now",
    CAST(SUM("t4"."then") OVER (
      PARTITION BY "t4"."account_id"
      ORDER BY "t4"."period" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS Nullable(Decimal(18, 6))) AS "m0",
    CAST(SUM("t4"."now") OVER (
      PARTITION BY "t4"."account_id"
      ORDER BY "t4"."period" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS Nullable(Decimal(18, 6))) AS "m1"
  FROM (
    SELECT
      "t3"."account_id" AS "account_id",
      "t3"."period" AS "period",
      "t3"."slice" AS "slice",
      SUM("t3"."then") AS "then",
      SUM("t3"."now") AS "now"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t0"."account_id" AS "account_id",
          "t0"."period" AS "period",
          "t0"."slice" AS "slice",
          toDecimal64(0.000000, 6) AS "then",
          "t0"."net" AS "now"
        FROM "grid" AS "t0"
      ) AS "t1"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t0"."account_id" AS "account_id",
          CAST("t0"."period" + 12 AS Nullable(Int32)) AS "period",
          "t0"."slice" AS "slice",
          "t0"."net" AS "then",
          toDecimal64(0.000000, 6) AS "now"
        FROM "grid" AS "t0"
      ) AS "t2"
    ) AS "t3"
    GROUP BY
      "t3"."account_id",
      "t3"."period",
      "t3"."slice"
  ) AS "t4"
) AS "t5"
