WITH "t7" AS (
  SELECT
    "t6"."account_id" AS "account_id",
    "t6"."subscription" AS "subscription",
    "t6"."plan" AS "plan",
    "t6"."started_at" AS "started_at",
    "t6"."ends_at" AS "ends_at",
    "t6"."converted_at" AS "converted_at",
    "t6"."outcome" AS "outcome",
    "t3"."period" AS "period"
  FROM (
    SELECT
      "t0"."account_id" AS "account_id",
      "t0"."subscription" AS "subscription",
      "t0"."plan" AS "plan",
      "t0"."started_at" AS "started_at",
      "t0"."ends_at" AS "ends_at",
      "t0"."converted_at" AS "converted_at",
      "t0"."outcome" AS "outcome",
      CAST(CAST(FLOOR((
        toRelativeSecondNum("t0"."started_at")
      ) / (
        86400
      )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
    FROM "trial" AS "t0"
    WHERE
      (
        "t0"."started_at" + INTERVAL '60' DAY
      ) <= (
        SELECT
          MAX("t2"."end_at") AS "Max(end_at)"
        FROM "period" AS "t2"
      )
  ) AS "t6"
  INNER JOIN "date" AS "t3"
    ON "t6"."utc_date" = "t3"."date"
    AND "t6"."started_at" >= "t3"."start_at"
    AND "t6"."started_at" < "t3"."end_at"
)
SELECT
  *
FROM (
  SELECT
    "t16"."period" AS "period",
    "t16"."slice" AS "slice",
    sumIf("t16"."amount", "t16"."side" = 'numerator') AS "numerator",
    sumIf("t16"."amount", "t16"."side" = 'denominator') AS "denominator",
    sumIf("t16"."amount", "t16"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t14"."period" AS "period",
        "t14"."slice" AS "slice",
        CAST("t14"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t13"."period" AS "period",
          "t13"."slice" AS "slice",
          SUM("t13"."amount") AS "amount"
        FROM (
          SELECT
            "t11"."period" + 0 AS "period",
            "t11"."slice" AS "slice",
            "t11"."subject_id" AS "subject_id",
            "t11"."amount" AS "amount"
          FROM (
            SELECT
              "t8"."period" AS "period",
              '' AS "slice",
              "t8"."account_id" AS "subject_id",
              CAST(COALESCE("t8"."converted_at" <= (
                "t8"."started_at" + INTERVAL '60' DAY
              ), FALSE) AS Nullable(Int64)) AS "amount"
            FROM "t7" AS "t8"
          ) AS "t11"
          WHERE
            "t11"."amount" > 0 AND "t11"."period" > -1
        ) AS "t13"
        GROUP BY
          "t13"."period",
          "t13"."slice"
      ) AS "t14"
    ) AS "t15"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t10"."period" AS "period",
        "t10"."slice" AS "slice",
        CAST("t10"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t9"."period" AS "period",
          "t9"."slice" AS "slice",
          SUM("t9"."amount") AS "amount"
        FROM (
          SELECT
            "t8"."period" + 0 AS "period",
            '' AS "slice",
            "t8"."account_id" AS "subject_id",
            1 AS "amount"
          FROM "t7" AS "t8"
          WHERE
            "t8"."period" > -1
        ) AS "t9"
        GROUP BY
          "t9"."period",
          "t9"."slice"
      ) AS "t10"
    ) AS "t12"
  ) AS "t16"
  GROUP BY
    "t16"."period",
    "t16"."slice"
) AS "t17"
WHERE
  "t17"."period" > -1
