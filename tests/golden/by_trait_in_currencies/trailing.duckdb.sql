WITH "t18" AS (
  SELECT
    "t17"."account_id",
    "t17"."period",
    "t17"."slice",
    SUM("t17"."opening") AS "m0",
    SUM("t17"."closing") AS "closing"
  FROM (
    SELECT
      "t16"."account_id",
      "t16"."period",
      "t16"."slice",
      "t16"."currency",
      CAST(CAST("t16"."opening" AS DECIMAL(28, 9)) * CAST("t16"."opening_rate" AS DECIMAL(28, 9)) AS DECIMAL(38, 15)) AS "opening",
      CAST(CAST("t16"."closing" AS DECIMAL(28, 9)) * CAST("t16"."opening_rate" AS DECIMAL(28, 9)) AS DECIMAL(38, 15)) AS "closing",
      "t16"."opening_rate",
      "t16"."closing_rate"
    FROM (
      SELECT
        "t15"."account_id",
        "t15"."period",
        "t15"."slice",
        "t15"."currency",
        "t15"."opening",
        "t15"."closing",
        "t3"."opening_rate",
        "t3"."closing_rate"
      FROM (
        SELECT
          "t13"."account_id",
          "t13"."period",
          "t13"."slice",
          "t13"."currency",
          FIRST("t13"."opening" ORDER BY "t13"."period_of") AS "opening",
          FIRST("t13"."closing" ORDER BY "t13"."period_of" DESC) AS "closing"
        FROM (
          SELECT
            "t12"."period",
            "t12"."account_id",
            "t12"."slice",
            "t12"."currency",
            "t12"."net",
            "t12"."closing",
            "t12"."opening",
            "t12"."offset",
            "t12"."period_of"
          FROM (
            SELECT
              CAST("t10"."period" + "t10"."offset" AS INT) AS "period",
              "t10"."account_id",
              "t10"."slice",
              "t10"."currency",
              "t10"."net",
              "t10"."closing",
              "t10"."opening",
              "t10"."offset",
              "t10"."period" AS "period_of"
            FROM (
              SELECT
                "t8"."period",
                "t8"."account_id",
                "t8"."slice",
                "t8"."currency",
                "t8"."net",
                "t8"."closing",
                "t8"."opening",
                "t9"."offset"
              FROM (
                SELECT
                  *
                FROM "grid" AS "t2"
                WHERE
                  "t2"."period" > -1
              ) AS "t8"
              CROSS JOIN (
                SELECT
                  UNNEST(RANGE(0, 12, 1)) AS "offset"
              ) AS "t9"
            ) AS "t10"
          ) AS "t12"
          SEMI JOIN (
            SELECT
              "t1"."period"
            FROM "period" AS "t1"
            WHERE
              "t1"."period" >= 11
          ) AS "t7"
            ON "t12"."period" = "t7"."period"
        ) AS "t13"
        GROUP BY
          1,
          2,
          3,
          4
      ) AS "t15"
      INNER JOIN "rate" AS "t3"
        ON "t15"."period" = "t3"."period" AND "t15"."currency" = "t3"."currency"
    ) AS "t16"
    WHERE
      "t16"."period" > -1
  ) AS "t17"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t24"."account_id",
  "t24"."period",
  "t24"."slice",
  "t24"."m0",
  "t24"."m1",
  0 AS "before0",
  0 AS "before1"
FROM (
  SELECT
    "t22"."account_id",
    "t22"."period",
    "t22"."slice",
    "t22"."m0",
    CASE
      WHEN "t22"."m0" = "t23"."all0"
      THEN "t23"."all1"
      ELSE CAST((
        CAST("t23"."all1" AS DOUBLE) * CAST("t22"."m0" AS DOUBLE)
      ) / CAST("t23"."all0" AS DOUBLE) AS DECIMAL(38, 15))
    END AS "m1"
  FROM (
    SELECT
      *
    FROM "t18" AS "t19"
    WHERE
      "t19"."m0" > 0
  ) AS "t22"
  INNER JOIN (
    SELECT
      "t19"."account_id",
      "t19"."period",
      SUM("t19"."m0") AS "all0",
      SUM("t19"."closing") AS "all1"
    FROM "t18" AS "t19"
    GROUP BY
      1,
      2
  ) AS "t23"
    ON "t22"."account_id" = "t23"."account_id" AND "t22"."period" = "t23"."period"
) AS "t24"
