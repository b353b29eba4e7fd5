WITH "t1" AS (
  SELECT
    "t0"."period",
    "t0"."account_id",
    "t0"."slice",
    "t0"."currency",
    CAST(SUM("t0"."amount") AS DECIMAL(18, 6)) AS "net"
  FROM "changes" AS "t0"
  GROUP BY
    1,
    2,
    3,
    4
)
SELECT
  "t9"."period",
  "t9"."account_id",
  "t9"."slice",
  "t9"."currency",
  "t9"."net",
  "t9"."closing",
  "t9"."closing" - "t9"."net" AS "opening"
FROM (
  SELECT
    "t8"."period",
    "t8"."account_id",
    "t8"."slice",
    "t8"."currency",
    "t8"."net",
    CAST(SUM("t8"."net") OVER (
      PARTITION BY "t8"."account_id", "t8"."slice", "t8"."currency"
      ORDER BY "t8"."period" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DECIMAL(18, 6)) AS "closing"
  FROM (
    SELECT
      "t6"."period",
      "t6"."account_id",
      "t7"."slice",
      "t7"."currency",
      COALESCE("t3"."net", 0) AS "net"
    FROM (
      SELECT DISTINCT
        "t2"."account_id",
        "t2"."period"
      FROM "t1" AS "t2"
    ) AS "t6"
    INNER JOIN (
      SELECT DISTINCT
        "t2"."account_id",
        "t2"."slice",
        "t2"."currency"
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
