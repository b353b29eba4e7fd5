WITH "t7" AS (
  SELECT
    "t6"."account_id",
    "t6"."period",
    "t6"."slice",
    SUM("t6"."opening") AS "m0",
    SUM("t6"."closing") AS "closing"
  FROM (
    SELECT
      "t5"."period",
      "t5"."account_id",
      "t5"."slice",
      "t5"."currency",
      "t5"."net",
      CAST(CAST("t5"."closing" AS DECIMAL(28, 9)) * CAST("t5"."opening_rate" AS DECIMAL(28, 9)) AS DECIMAL(38, 15)) AS "closing",
      CAST(CAST("t5"."opening" AS DECIMAL(28, 9)) * CAST("t5"."opening_rate" AS DECIMAL(28, 9)) AS DECIMAL(38, 15)) AS "opening",
      "t5"."opening_rate",
      "t5"."closing_rate"
    FROM (
      SELECT
        "t2"."period",
        "t2"."account_id",
        "t2"."slice",
        "t2"."currency",
        "t2"."net",
        "t2"."closing",
        "t2"."opening",
        "t4"."opening_rate",
        "t4"."closing_rate"
      FROM "grid" AS "t2"
      INNER JOIN (
        SELECT
          "t1"."period" + 0 AS "period",
          "t1"."currency",
          "t1"."opening_rate",
          "t1"."closing_rate"
        FROM "rate" AS "t1"
      ) AS "t4"
        ON "t2"."period" = "t4"."period" AND "t2"."currency" = "t4"."currency"
    ) AS "t5"
    WHERE
      "t5"."period" > -1
  ) AS "t6"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t11"."account_id",
  "t11"."period",
  "t11"."slice",
  "t11"."m0",
  CASE
    WHEN "t11"."m0" = "t12"."all0"
    THEN "t12"."all1"
    ELSE CAST((
      CAST("t12"."all1" AS DOUBLE) * CAST("t11"."m0" AS DOUBLE)
    ) / CAST("t12"."all0" AS DOUBLE) AS DECIMAL(38, 15))
  END AS "m1"
FROM (
  SELECT
    *
  FROM "t7" AS "t8"
  WHERE
    "t8"."m0" > 0
) AS "t11"
INNER JOIN (
  SELECT
    "t8"."account_id",
    "t8"."period",
    SUM("t8"."m0") AS "all0",
    SUM("t8"."closing") AS "all1"
  FROM "t7" AS "t8"
  GROUP BY
    1,
    2
) AS "t12"
  ON "t11"."account_id" = "t12"."account_id" AND "t11"."period" = "t12"."period"
