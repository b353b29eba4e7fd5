SELECT
  *
FROM (
  SELECT
    "t8"."period" AS "period",
    "t8"."slice" AS "slice",
    sumIf("t8"."amount", "t8"."side" = 'numerator') AS "numerator",
    sumIf("t8"."amount", "t8"."side" = 'denominator') AS "denominator",
    sumIf("t8"."amount", "t8"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t7"."period" AS "period",
      "t7"."slice" AS "slice",
      CAST("t7"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t6"."period" AS "period",
        "t6"."slice" AS "slice",
        SUM("t6"."amount") AS "amount"
      FROM (
        SELECT
          "t5"."period" + 0 AS "period",
          '' AS "slice",
          "t5"."account_id" AS "subject_id",
          "t5"."amount_reporting" AS "amount"
        FROM (
          SELECT
            "t4"."account_id" AS "account_id",
            "t4"."occurred_at" AS "occurred_at",
            "t4"."kind" AS "kind",
            "t4"."currency" AS "currency",
            "t4"."amount" AS "amount",
            "t4"."amount_reporting" AS "amount_reporting",
            "t2"."period" AS "period"
          FROM (
            SELECT
              "t0"."account_id" AS "account_id",
              "t0"."occurred_at" AS "occurred_at",
              "t0"."kind" AS "kind",
              "t0"."currency" AS "currency",
              "t0"."amount" AS "amount",
              "t0"."amount_reporting" AS "amount_reporting",
              CAST(CAST(FLOOR((
                toRelativeSecondNum("t0"."occurred_at")
              ) / (
                86400
              )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
            FROM "cash" AS "t0"
            WHERE
              "t0"."kind" = 'refund'
          ) AS "t4"
          INNER JOIN "date" AS "t2"
            ON "t4"."utc_date" = "t2"."date"
            AND "t4"."occurred_at" >= "t2"."start_at"
            AND "t4"."occurred_at" < "t2"."end_at"
        ) AS "t5"
        WHERE
          "t5"."period" > -1
      ) AS "t6"
      GROUP BY
        "t6"."period",
        "t6"."slice"
    ) AS "t7"
  ) AS "t8"
  GROUP BY
    "t8"."period",
    "t8"."slice"
) AS "t9"
WHERE
  "t9"."period" > -1
