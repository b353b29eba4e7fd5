WITH "t5" AS (
  SELECT
    "t4"."account_id" AS "account_id",
    "t4"."purchase" AS "purchase",
    "t4"."bought_at" AS "bought_at",
    "t4"."currency" AS "currency",
    "t4"."amount" AS "amount",
    "t4"."amount_reporting" AS "amount_reporting",
    "t4"."slice" AS "slice",
    "t4"."number" AS "number",
    "t2"."period" AS "period"
  FROM (
    SELECT
      "t0"."account_id" AS "account_id",
      "t0"."purchase" AS "purchase",
      "t0"."bought_at" AS "bought_at",
      "t0"."currency" AS "currency",
      "t0"."amount" AS "amount",
      "t0"."amount_reporting" AS "amount_reporting",
      "t0"."slice" AS "slice",
      "t0"."number" AS "number",
      CAST(CAST(FLOOR((
        toRelativeSecondNum("t0"."bought_at")
      ) / (
        86400
      )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
    FROM "bought" AS "t0"
  ) AS "t4"
  INNER JOIN "date" AS "t2"
    ON "t4"."utc_date" = "t2"."date"
    AND "t4"."bought_at" >= "t2"."start_at"
    AND "t4"."bought_at" < "t2"."end_at"
)
SELECT
  *
FROM (
  SELECT
    "t14"."period" AS "period",
    "t14"."slice" AS "slice",
    sumIf("t14"."amount", "t14"."side" = 'numerator') AS "numerator",
    sumIf("t14"."amount", "t14"."side" = 'denominator') AS "denominator",
    sumIf("t14"."amount", "t14"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t9"."period" AS "period",
        "t9"."slice" AS "slice",
        CAST("t9"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t7"."period" AS "period",
          "t7"."slice" AS "slice",
          SUM("t7"."amount") AS "amount"
        FROM (
          SELECT
            "t6"."period" + 0 AS "period",
            "t6"."slice" AS "slice",
            "t6"."account_id" AS "subject_id",
            1 AS "amount"
          FROM "t5" AS "t6"
          WHERE
            "t6"."period" > -1
        ) AS "t7"
        GROUP BY
          "t7"."period",
          "t7"."slice"
      ) AS "t9"
    ) AS "t11"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t12"."period" AS "period",
        "t12"."slice" AS "slice",
        CAST("t12"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t10"."period" AS "period",
          "t10"."slice" AS "slice",
          SUM("t10"."amount") AS "amount"
        FROM (
          SELECT
            "t8"."period" + 0 AS "period",
            "t8"."slice" AS "slice",
            "t8"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t6"."period" AS "period",
              "t6"."slice" AS "slice",
              "t6"."account_id" AS "subject_id"
            FROM "t5" AS "t6"
            WHERE
              "t6"."number" >= 1
          ) AS "t8"
          WHERE
            "t8"."period" > -1
        ) AS "t10"
        GROUP BY
          "t10"."period",
          "t10"."slice"
      ) AS "t12"
    ) AS "t13"
  ) AS "t14"
  GROUP BY
    "t14"."period",
    "t14"."slice"
) AS "t15"
WHERE
  "t15"."period" > -1
