WITH "t5" AS (
  SELECT
    "t4"."account_id" AS "account_id",
    "t4"."subscription" AS "subscription",
    "t4"."plan" AS "plan",
    "t4"."ends_at" AS "ends_at",
    "t4"."outcome" AS "outcome",
    "t4"."mrr" AS "mrr",
    "t4"."renewed_mrr" AS "renewed_mrr",
    "t2"."period" AS "period"
  FROM (
    SELECT
      "t0"."account_id" AS "account_id",
      "t0"."subscription" AS "subscription",
      "t0"."plan" AS "plan",
      "t0"."ends_at" AS "ends_at",
      "t0"."outcome" AS "outcome",
      "t0"."mrr" AS "mrr",
      "t0"."renewed_mrr" AS "renewed_mrr",
      CAST(CAST(FLOOR((
        toRelativeSecondNum("t0"."ends_at")
      ) / (
        86400
      )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
    FROM "subscription_term" AS "t0"
    WHERE
      "t0"."outcome" <> 'pending'
  ) AS "t4"
  INNER JOIN "date" AS "t2"
    ON "t4"."utc_date" = "t2"."date"
    AND "t4"."ends_at" >= "t2"."start_at"
    AND "t4"."ends_at" < "t2"."end_at"
)
SELECT
  *
FROM (
  SELECT
    "t13"."period" AS "period",
    "t13"."slice" AS "slice",
    sumIf("t13"."amount", "t13"."side" = 'numerator') AS "numerator",
    sumIf("t13"."amount", "t13"."side" = 'denominator') AS "denominator",
    sumIf("t13"."amount", "t13"."side" = 'squares') AS "squares"
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
            '' AS "slice",
            "t6"."account_id" AS "subject_id",
            "t6"."renewed_mrr" AS "amount"
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
        "t10"."period" AS "period",
        "t10"."slice" AS "slice",
        CAST("t10"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t8"."period" AS "period",
          "t8"."slice" AS "slice",
          SUM("t8"."amount") AS "amount"
        FROM (
          SELECT
            "t6"."period" + 0 AS "period",
            '' AS "slice",
            "t6"."account_id" AS "subject_id",
            "t6"."mrr" AS "amount"
          FROM "t5" AS "t6"
          WHERE
            "t6"."period" > -1
        ) AS "t8"
        GROUP BY
          "t8"."period",
          "t8"."slice"
      ) AS "t10"
    ) AS "t12"
  ) AS "t13"
  GROUP BY
    "t13"."period",
    "t13"."slice"
) AS "t14"
WHERE
  "t14"."period" > -1
