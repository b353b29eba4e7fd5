WITH "t19" AS (
  SELECT
    "t18"."account_id" AS "account_id",
    "t18"."period" AS "period",
    "t18"."slice" AS "slice",
    SUM("t18"."opening") AS "m0",
    SUM("t18"."closing") AS "closing"
  FROM (
    SELECT
      "t17"."account_id" AS "account_id",
      "t17"."period" AS "period",
      "t17"."slice" AS "slice",
      "t17"."currency" AS "currency",
      CAST(CAST("t17"."opening" AS Nullable(Decimal(28, 9))) * CAST("t17"."opening_rate" AS Nullable(Decimal(28, 9))) AS Nullable(Decimal(38, 15))) AS "opening",
      CAST(CAST("t17"."closing" AS Nullable(Decimal(28, 9))) * CAST("t17"."opening_rate" AS Nullable(Decimal(28, 9))) AS Nullable(Decimal(38, 15))) AS "closing",
      "t17"."opening_rate" AS "opening_rate",
      "t17"."closing_rate" AS "closing_rate"
    FROM (
      SELECT
        "t16"."account_id" AS "account_id",
        "t16"."period" AS "period",
        "t16"."slice" AS "slice",
        "t16"."currency" AS "currency",
        "t16"."opening" AS "opening",
        "t16"."closing" AS "closing",
        "t10"."opening_rate" AS "opening_rate",
        "t10"."closing_rate" AS "closing_rate"
      FROM (
        SELECT
          "t14"."account_id" AS "account_id",
          "t14"."period" AS "period",
          "t14"."slice" AS "slice",
          "t14"."currency" AS "currency",
          argMin(tuple("t14"."opening"), "t14"."period_of").1 AS "opening",
          argMax(tuple("t14"."closing"), "t14"."period_of").1 AS "closing"
        FROM (
          SELECT
            "t13"."period" AS "period",
            "t13"."account_id" AS "account_id",
            "t13"."slice" AS "slice",
            "t13"."currency" AS "currency",
            "t13"."net" AS "net",
            "t13"."closing" AS "closing",
            "t13"."opening" AS "opening",
            "t13"."offset" AS "offset",
            "t13"."period_of" AS "period_of"
          FROM (
            SELECT
              CAST("t11"."period" + "t11"."offset" AS Nullable(Int32)) AS "period",
              "t11"."account_id" AS "account_id",
              "t11"."slice" AS "slice",
              "t11"."currency" AS "currency",
              "t11"."net" AS "net",
              "t11"."closing" AS "closing",
              "t11"."opening" AS "opening",
              "t11"."offset" AS "offset",
              "t11"."period" AS "period_of"
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
            ) AS "t11"
          ) AS "t13"
          LEFT SEMI JOIN (
            SELECT
              "t1"."period" AS "period"
            FROM "period" AS "t1"
            WHERE
              "t1"."period" >= 11
          ) AS "t7"
            ON "t13"."period" = "t7"."period"
        ) AS "t14"
        GROUP BY
          "t14"."account_id",
          "t14"."period",
          "t14"."slice",
          "t14"."currency"
      ) AS "t16"
      INNER JOIN (
        SELECT
          CAST("t0"."period" + 11 AS Nullable(Int32)) AS "period",
          "t0"."currency" AS "currency",
          "t0"."opening_rate" AS "opening_rate",
          "t0"."closing_rate" AS "closing_rate"
        FROM "rate" AS "t0"
      ) AS "t10"
        ON "t16"."period" = "t10"."period" AND "t16"."currency" = "t10"."currency"
    ) AS "t17"
    WHERE
      "t17"."period" > -1
  ) AS "t18"
  GROUP BY
    "t18"."account_id",
    "t18"."period",
    "t18"."slice"
)
SELECT
  "t25"."account_id" AS "account_id",
  "t25"."period" AS "period",
  "t25"."slice" AS "slice",
  "t25"."m0" AS "m0",
  "t25"."m1" AS "m1",
  0 AS "before0",
  0 AS "before1"
FROM (
  SELECT
    "t23"."account_id" AS "account_id",
    "t23"."period" AS "period",
    "t23"."slice" AS "slice",
    "t23"."m0" AS "m0",
    CASE
      WHEN "t23"."m0" = "t24"."all0"
      THEN "t24"."all1"
      ELSE CAST((
        CAST("t24"."all1" AS Nullable(Float64)) * CAST("t23"."m0" AS Nullable(Float64))
      ) / CAST("t24"."all0" AS Nullable(Float64)) AS Nullable(Decimal(38, 15)))
    END AS "m1"
  FROM (
    SELECT
      *
    FROM "t19" AS "t20"
    WHERE
      "t20"."m0" > 0
  ) AS "t23"
  INNER JOIN (
    SELECT
      "t20"."account_id" AS "account_id",
      "t20"."period" AS "period",
      SUM("t20"."m0") AS "all0",
      SUM("t20"."closing") AS "all1"
    FROM "t19" AS "t20"
    GROUP BY
      "t20"."account_id",
      "t20"."period"
  ) AS "t24"
    ON "t23"."account_id" = "t24"."account_id" AND "t23"."period" = "t24"."period"
) AS "t25"
