WITH "t6" AS (
  SELECT
    "t5"."account_id",
    "t5"."period",
    "t5"."slice",
    SUM("t5"."opening") AS "m0",
    SUM("t5"."closing") AS "closing"
  FROM (
    SELECT
      "t4"."period",
      "t4"."account_id",
      "t4"."slice",
      "t4"."currency",
      "t4"."net",
      CAST(CAST("t4"."closing" AS DECIMAL(28, 9)) * CAST("t4"."opening_rate" AS DECIMAL(28, 9)) AS DECIMAL(38, 15)) AS "closing",
      CAST(CAST("t4"."opening" AS DECIMAL(28, 9)) * CAST("t4"."opening_rate" AS DECIMAL(28, 9)) AS DECIMAL(38, 15)) AS "opening",
      "t4"."opening_rate",
      "t4"."closing_rate"
    FROM (
      SELECT
        "t2"."period",
        "t2"."account_id",
        "t2"."slice",
        "t2"."currency",
        "t2"."net",
        "t2"."closing",
        "t2"."opening",
        "t3"."opening_rate",
        "t3"."closing_rate"
      FROM "grid" AS "t2"
      INNER JOIN "rate" AS "t3"
        ON "t2"."period" = "t3"."period" AND "t2"."currency" = "t3"."currency"
    ) AS "t4"
    WHERE
      "t4"."period" > -1
  ) AS "t5"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t10"."account_id",
  "t10"."period",
  "t10"."slice",
  "t10"."m0",
  CASE
    WHEN "t10"."m0" = "t11"."all0"
    THEN "t11"."all1"
    ELSE CAST((
      CAST("t11"."all1" AS DOUBLE) * CAST("t10"."m0" AS DOUBLE)
    ) / CAST("t11"."all0" AS DOUBLE) AS DECIMAL(38, 15))
  END AS "m1"
FROM (
  SELECT
    *
  FROM "t6" AS "t7"
  WHERE
    "t7"."m0" > 0
) AS "t10"
INNER JOIN (
  SELECT
    "t7"."account_id",
    "t7"."period",
    SUM("t7"."m0") AS "all0",
    SUM("t7"."closing") AS "all1"
  FROM "t6" AS "t7"
  GROUP BY
    1,
    2
) AS "t11"
  ON "t10"."account_id" = "t11"."account_id" AND "t10"."period" = "t11"."period"
