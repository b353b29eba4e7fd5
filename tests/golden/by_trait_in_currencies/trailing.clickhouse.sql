WITH "t18" AS (
  SELECT
    "t17"."account_id" AS "account_id",
    "t17"."period" AS "period",
    "t17"."slice" AS "slice",
    SUM("t17"."opening") AS "m0",
    SUM("t17"."closing") AS "closing"
  FROM (
    SELECT
      "t16"."account_id" AS "account_id",
      "t16"."period" AS "period",
      "t16"."slice" AS "slice",
      "t16"."currency" AS "currency",
      CAST(CAST("t16"."opening" AS Nullable(Decimal(28, 9))) * CAST("t16"."opening_rate" AS Nullable(Decimal(28, 9))) AS Nullable(Decimal(38, 15))) AS "opening",
      CAST(CAST("t16"."closing" AS Nullable(Decimal(28, 9))) * CAST("t16"."opening_rate" AS Nullable(Decimal(28, 9))) AS Nullable(Decimal(38, 15))) AS "closing",
      "t16"."opening_rate" AS "opening_rate",
      "t16"."closing_rate" AS "closing_rate"
    FROM (
      SELECT
        "t15"."account_id" AS "account_id",
        "t15"."period" AS "period",
        "t15"."slice" AS "slice",
        "t15"."currency" AS "currency",
        "t15"."opening" AS "opening",
        "t15"."closing" AS "closing",
        "t3"."opening_rate" AS "opening_rate",
        "t3"."closing_rate" AS "closing_rate"
      FROM (
        SELECT
          "t13"."account_id" AS "account_id",
          "t13"."period" AS "period",
          "t13"."slice" AS "slice",
          "t13"."currency" AS "currency",
          argMin(tuple("t13"."opening"), "t13"."period_of").1 AS "opening",
          argMax(tuple("t13"."closing"), "t13"."period_of").1 AS "closing"
        FROM (
          SELECT
            "t12"."period" AS "period",
            "t12"."account_id" AS "account_id",
            "t12"."slice" AS "slice",
            "t12"."currency" AS "currency",
            "t12"."net" AS "net",
            "t12"."closing" AS "closing",
            "t12"."opening" AS "opening",
            "t12"."offset" AS "offset",
            "t12"."period_of" AS "period_of"
          FROM (
            SELECT
              CAST("t10"."period" + "t10"."offset" AS Nullable(Int32)) AS "period",
              "t10"."account_id" AS "account_id",
              "t10"."slice" AS "slice",
              "t10"."currency" AS "currency",
              "t10"."net" AS "net",
              "t10"."closing" AS "closing",
              "t10"."opening" AS "opening",
              "t10"."offset" AS "offset",
              "t10"."period" AS "period_of"
            FROM (
              SELECT
                "t8"."period" AS "period",
                "t8"."account_id" AS "account_id",
                "t8"."slice" AS "slice",
                "t8"."currency" AS "currency",
                "t8"."net" AS "net",
                "t8"."closing" AS "closing",
                "t8"."opening" AS "opening",
                "t9"."offset" AS "offset"
              FROM (
                SELECT
                  *
                FROM "grid" AS "t2"
                WHERE
                  "t2"."period" > -1
              ) AS "t8"
              CROSS JOIN (
                SELECT
                  arrayJoin(range(0, 12, 1)) AS "offset"
              ) AS "t9"
            ) AS "t10"
          ) AS "t12"
          LEFT SEMI JOIN (
            SELECT
              "t1"."period" AS "period"
            FROM "period" AS "t1"
            WHERE
              "t1"."period" >= 11
          ) AS "t7"
            ON "t12"."period" = "t7"."period"
        ) AS "t13"
        GROUP BY
          "t13"."account_id",
          "t13"."period",
          "t13"."slice",
          "t13"."currency"
      ) AS "t15"
      INNER JOIN "rate" AS "t3"
        ON "t15"."period" = "t3"."period" AND "t15"."currency" = "t3"."currency"
    ) AS "t16"
    WHERE
      "t16"."period" > -1
  ) AS "t17"
  GROUP BY
    "t17"."account_id",
    "t17"."period",
    "t17"."slice"
)
SELECT
  "t24"."account_id" AS "account_id",
  "t24"."period" AS "period",
  "t24"."slice" AS "slice",
  "t24"."m0" AS "m0",
  "t24"."m1" AS "m1",
  0 AS "before0",
  0 AS "before1"
FROM (
  SELECT
    "t22"."account_id" AS "account_id",
    "t22"."period" AS "period",
    "t22"."slice" AS "slice",
    "t22"."m0" AS "m0",
    CASE
      WHEN "t22"."m0" = "t23"."all0"
      THEN "t23"."all1"
      ELSE CAST((
        CAST("t23"."all1" AS Nullable(Float64)) * CAST("t22"."m0" AS Nullable(Float64))
      ) / CAST("t23"."all0" AS Nullable(Float64)) AS Nullable(Decimal(38, 15)))
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
      "t19"."account_id" AS "account_id",
      "t19"."period" AS "period",
      SUM("t19"."m0") AS "all0",
      SUM("t19"."closing") AS "all1"
    FROM "t18" AS "t19"
    GROUP BY
      "t19"."account_id",
      "t19"."period"
  ) AS "t23"
    ON "t22"."account_id" = "t23"."account_id" AND "t22"."period" = "t23"."period"
) AS "t24"
