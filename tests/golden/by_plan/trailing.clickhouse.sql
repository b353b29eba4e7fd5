WITH "t14" AS (
  SELECT
    "t13"."account_id" AS "account_id",
    "t13"."period" AS "period",
    "t13"."slice" AS "slice",
    CAST(SUM("t13"."opening") AS Nullable(Decimal(38, 15))) AS "m0",
    CAST(SUM("t13"."closing") AS Nullable(Decimal(38, 15))) AS "closing"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t11"."account_id" AS "account_id",
        "t11"."period" AS "period",
        "t11"."slice" AS "slice",
        "t11"."currency" AS "currency",
        argMin(tuple("t11"."opening"), "t11"."period_of").1 AS "opening",
        argMax(tuple("t11"."closing"), "t11"."period_of").1 AS "closing"
      FROM (
        SELECT
          "t10"."period" AS "period",
          "t10"."account_id" AS "account_id",
          "t10"."slice" AS "slice",
          "t10"."currency" AS "currency",
          "t10"."net" AS "net",
          "t10"."closing" AS "closing",
          "t10"."opening" AS "opening",
          "t10"."offset" AS "offset",
          "t10"."period_of" AS "period_of"
        FROM (
          SELECT
            CAST("t8"."period" + "t8"."offset" AS Nullable(Int32)) AS "period",
            "t8"."account_id" AS "account_id",
            "t8"."slice" AS "slice",
            "t8"."currency" AS "currency",
            "t8"."net" AS "net",
            "t8"."closing" AS "closing",
            "t8"."opening" AS "opening",
            "t8"."offset" AS "offset",
            "t8"."period" AS "period_of"
          FROM (
            SELECT
              "t6"."period" AS "period",
              "t6"."account_id" AS "account_id",
              "t6"."slice" AS "slice",
              "t6"."currency" AS "currency",
              "t6"."net" AS "net",
              "t6"."closing" AS "closing",
              "t6"."opening" AS "opening",
              "t7"."offset" AS "offset"
            FROM (
              SELECT
                *
              FROM "grid" AS "t1"
              WHERE
                "t1"."period" > -1
            ) AS "t6"
            CROSS JOIN (
              SELECT
                arrayJoin(range(0, 12, 1)) AS "offset"
            ) AS "t7"
          ) AS "t8"
        ) AS "t10"
        LEFT SEMI JOIN (
          SELECT
            "t0"."period" AS "period"
          FROM "period" AS "t0"
          WHERE
            "t0"."period" >= 11
        ) AS "t5"
          ON "t10"."period" = "t5"."period"
      ) AS "t11"
      GROUP BY
        "t11"."account_id",
        "t11"."period",
        "t11"."slice",
        "t11"."currency"
    ) AS "t12"
    WHERE
      "t12"."period" > -1
  ) AS "t13"
  GROUP BY
    "t13"."account_id",
    "t13"."period",
    "t13"."slice"
)
SELECT
  "t20"."account_id" AS "account_id",
  "t20"."period" AS "period",
  "t20"."slice" AS "slice",
  "t20"."m0" AS "m0",
  "t20"."m1" AS "m1",
  0 AS "before0",
  0 AS "before1"
FROM (
  SELECT
    "t18"."account_id" AS "account_id",
    "t18"."period" AS "period",
    "t18"."slice" AS "slice",
    "t18"."m0" AS "m0",
    CASE
      WHEN "t18"."m0" = "t19"."all0"
      THEN "t19"."all1"
      ELSE CAST((
        CAST("t19"."all1" AS Nullable(Float64)) * CAST("t18"."m0" AS Nullable(Float64))
      ) / CAST("t19"."all0" AS Nullable(Float64)) AS Nullable(Decimal(38, 15)))
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
      "t15"."account_id" AS "account_id",
      "t15"."period" AS "period",
      SUM("t15"."m0") AS "all0",
      SUM("t15"."closing") AS "all1"
    FROM "t14" AS "t15"
    GROUP BY
      "t15"."account_id",
      "t15"."period"
  ) AS "t19"
    ON "t18"."account_id" = "t19"."account_id" AND "t18"."period" = "t19"."period"
) AS "t20"
