WITH "t14" AS (
  SELECT
    "t13"."account_id",
    "t13"."period",
    "t13"."slice",
    CAST(SUM("t13"."opening") AS DECIMAL(38, 15)) AS "m0",
    CAST(SUM("t13"."closing") AS DECIMAL(38, 15)) AS "closing"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t11"."account_id",
        "t11"."period",
        "t11"."slice",
        "t11"."currency",
        FIRST("t11"."opening" ORDER BY "t11"."period_of") AS "opening",
        FIRST("t11"."closing" ORDER BY "t11"."period_of" DESC) AS "closing"
      FROM (
        SELECT
          "t10"."period",
          "t10"."account_id",
          "t10"."slice",
          "t10"."currency",
          "t10"."net",
          "t10"."closing",
          "t10"."opening",
          "t10"."offset",
          "t10"."period_of"
        FROM (
          SELECT
            CAST("t8"."period" + "t8"."offset" AS INT) AS "period",
            "t8"."account_id",
            "t8"."slice",
            "t8"."currency",
            "t8"."net",
            "t8"."closing",
            "t8"."opening",
            "t8"."offset",
            "t8"."period" AS "period_of"
          FROM (
            SELECT
              "t6"."period",
              "t6"."account_id",
              "t6"."slice",
              "t6"."currency",
              "t6"."net",
              "t6"."closing",
              "t6"."opening",
              "t7"."offset"
            FROM (
              SELECT
                *
              FROM "grid" AS "t1"
              WHERE
                "t1"."period" > -1
            ) AS "t6"
            CROSS JOIN (
              SELECT
                UNNEST(RANGE(0, 12, 1)) AS "offset"
            ) AS "t7"
          ) AS "t8"
        ) AS "t10"
        SEMI JOIN (
          SELECT
            "t0"."period"
          FROM "period" AS "t0"
          WHERE
            "t0"."period" >= 11
        ) AS "t5"
          ON "t10"."period" = "t5"."period"
      ) AS "t11"
      GROUP BY
        1,
        2,
        3,
        4
    ) AS "t12"
    WHERE
      "t12"."period" > -1
  ) AS "t13"
  GROUP BY
    1,
    2,
    3
)
SELECT
  "t20"."account_id",
  "t20"."period",
  "t20"."slice",
  "t20"."m0",
  "t20"."m1",
  0 AS "before0",
  0 AS "before1"
FROM (
  SELECT
    "t18"."account_id",
    "t18"."period",
    "t18"."slice",
    "t18"."m0",
    CASE
      WHEN "t18"."m0" = "t19"."all0"
      THEN "t19"."all1"
      ELSE CAST((
        CAST("t19"."all1" AS DOUBLE) * CAST("t18"."m0" AS DOUBLE)
      ) / CAST("t19"."all0" AS DOUBLE) AS DECIMAL(38, 15))
    END AS "m1"
  FROM (
    SELECT
      *
    FROM "t14" AS "t15"
    WHERE
      "t15"."m0" > 0
  ) AS "t18"
  INNER JOIN (
    SELECT
      "t15"."account_id",
      "t15"."period",
      SUM("t15"."m0") AS "all0",
      SUM("t15"."closing") AS "all1"
    FROM "t14" AS "t15"
    GROUP BY
      1,
      2
  ) AS "t19"
    ON "t18"."account_id" = "t19"."account_id" AND "t18"."period" = "t19"."period"
) AS "t20"
