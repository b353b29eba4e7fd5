WITH "t7" AS (
  SELECT
    "t5"."period" AS "period",
    "t5"."slice" AS "slice",
    "t5"."currency" AS "currency",
    CAST(SUM("t5"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t1"."slice" AS "slice",
      "t1"."currency" AS "currency",
      "t1"."amount" AS "amount",
      "t1"."account_id" AS "subject_id",
      CAST("t1"."period" + 11 AS Nullable(Int32)) AS "period"
    FROM "changes" AS "t1"
  ) AS "t5"
  GROUP BY
    "t5"."period",
    "t5"."slice",
    "t5"."currency"
), "t13" AS (
  SELECT
    "t9"."period" AS "period",
    "t9"."slice" AS "slice",
    CAST(SUM("t9"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t6"."period" AS "period",
      "t6"."slice" AS "slice",
      "t6"."account_id" AS "subject_id",
      "t6"."amount" AS "amount"
    FROM (
      SELECT
        "t2"."account_id" AS "account_id",
        "t2"."period" AS "period",
        "t2"."slice" AS "slice",
        "t2"."m0" AS "m0",
        "t2"."m1" AS "m1",
        "t2"."before0" AS "before0",
        "t2"."before1" AS "before1",
        CASE WHEN "t2"."m0" > 0 THEN LEAST("t2"."m1" - "t2"."m0", 0) ELSE 0 END - CASE
          WHEN "t2"."before0" > 0
          THEN LEAST("t2"."before1" - "t2"."before0", 0)
          ELSE 0
        END AS "amount"
      FROM "trailing" AS "t2"
    ) AS "t6"
    WHERE
      "t6"."amount" <> 0
  ) AS "t9"
  GROUP BY
    "t9"."period",
    "t9"."slice"
), "t23" AS (
  SELECT
    "t21"."period" AS "period",
    "t21"."slice" AS "slice",
    SUM("t21"."amount") AS "amount"
  FROM (
    SELECT
      "t19"."period" AS "period",
      "t19"."slice" AS "slice",
      "t19"."currency" AS "currency",
      "t19"."change" AS "change",
      "t19"."closing" AS "closing",
      "t19"."closing" - "t19"."change" AS "amount"
    FROM (
      SELECT
        "t16"."period" AS "period",
        "t16"."slice" AS "slice",
        "t16"."currency" AS "currency",
        "t16"."change" AS "change",
        SUM("t16"."change") OVER (
          PARTITION BY "t16"."slice", "t16"."currency"
          ORDER BY "t16"."period" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS "closing"
      FROM (
        SELECT
          "t4"."period" AS "period",
          "t12"."slice" AS "slice",
          "t12"."currency" AS "currency",
          COALESCE("t10"."change", 0) AS "change"
        FROM (
          SELECT
            "t0"."period" AS "period"
          FROM "period" AS "t0"
        ) AS "t4"
        CROSS JOIN (
          SELECT DISTINCT
            "t8"."slice" AS "slice",
            "t8"."currency" AS "currency"
          FROM "t7" AS "t8"
        ) AS "t12"
        LEFT OUTER JOIN "t7" AS "t10"
          ON "t4"."period" = "t10"."period"
          AND "t12"."slice" = "t10"."slice"
          AND "t12"."currency" = "t10"."currency"
      ) AS "t16"
    ) AS "t19"
  ) AS "t21"
  GROUP BY
    "t21"."period",
    "t21"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t31"."period" AS "period",
    "t31"."slice" AS "slice",
    sumIf("t31"."amount", "t31"."side" = 'numerator') AS "numerator",
    sumIf("t31"."amount", "t31"."side" = 'denominator') AS "denominator",
    sumIf("t31"."amount", "t31"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t24"."period" AS "period",
        "t24"."slice" AS "slice",
        CAST("t24"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM "t23" AS "t24"
    ) AS "t26"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t24"."period" AS "period",
          "t24"."slice" AS "slice",
          CAST("t24"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM "t23" AS "t24"
      ) AS "t27"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t28"."period" AS "period",
          "t28"."slice" AS "slice",
          CAST("t28"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t25"."period" AS "period",
            "t25"."slice" AS "slice",
            SUM("t25"."amount") AS "amount"
          FROM (
            SELECT
              "t22"."period" AS "period",
              "t22"."slice" AS "slice",
              "t22"."change" AS "change",
              "t22"."closing" AS "closing",
              "t22"."closing" AS "amount"
            FROM (
              SELECT
                "t20"."period" AS "period",
                "t20"."slice" AS "slice",
                "t20"."change" AS "change",
                SUM("t20"."change") OVER (
                  PARTITION BY "t20"."slice"
                  ORDER BY "t20"."period" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "closing"
              FROM (
                SELECT
                  "t4"."period" AS "period",
                  "t18"."slice" AS "slice",
                  COALESCE("t15"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t0"."period" AS "period"
                  FROM "period" AS "t0"
                ) AS "t4"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t14"."slice" AS "slice"
                  FROM "t13" AS "t14"
                ) AS "t18"
                LEFT OUTER JOIN "t13" AS "t15"
                  ON "t4"."period" = "t15"."period" AND "t18"."slice" = "t15"."slice"
              ) AS "t20"
            ) AS "t22"
          ) AS "t25"
          GROUP BY
            "t25"."period",
            "t25"."slice"
        ) AS "t28"
      ) AS "t29"
    ) AS "t30"
  ) AS "t31"
  GROUP BY
    "t31"."period",
    "t31"."slice"
) AS "t32"
WHERE
  "t32"."period" > -1
