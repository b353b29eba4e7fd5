SELECT
  *
FROM (
  SELECT
    "t10"."period" AS "period",
    "t10"."slice" AS "slice",
    sumIf("t10"."amount", "t10"."side" = 'numerator') AS "numerator",
    sumIf("t10"."amount", "t10"."side" = 'denominator') AS "denominator",
    sumIf("t10"."amount", "t10"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t9"."period" AS "period",
      "t9"."slice" AS "slice",
      CAST("t9"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t8"."period" AS "period",
        "t8"."slice" AS "slice",
        SUM("t8"."amount") AS "amount"
      FROM (
        SELECT
          "t7"."period" + 0 AS "period",
          '' AS "slice",
          "t7"."account_id" AS "subject_id",
          "t7"."amount_reporting" AS "amount"
        FROM (
          SELECT
            "t6".*
            EXCEPT ("end_at", "start_at")
          FROM (
            SELECT
              "t4"."account_id" AS "account_id",
              "t4"."occurred_at" AS "occurred_at",
              "t4"."kind" AS "kind",
              "t4"."currency" AS "currency",
              "t4"."amount" AS "amount",
              "t4"."amount_reporting" AS "amount_reporting",
              "t5"."period" AS "period",
              "t5"."start_at" AS "start_at",
              "t5"."end_at" AS "end_at"
            FROM (
              SELECT
                *
              FROM "cash" AS "t0"
              WHERE
                "t0"."kind" = 'usage'
            ) AS "t4"
            INNER JOIN (
              SELECT
                *
              FROM "period" AS "t1"
              WHERE
                "t1"."period" > -1
            ) AS "t5"
              ON "t4"."occurred_at" >= "t5"."start_at" AND "t4"."occurred_at" < "t5"."end_at"
          ) AS "t6"
        ) AS "t7"
        WHERE
          "t7"."period" > -1
      ) AS "t8"
      GROUP BY
        "t8"."period",
        "t8"."slice"
    ) AS "t9"
  ) AS "t10"
  GROUP BY
    "t10"."period",
    "t10"."slice"
) AS "t11"
WHERE
  "t11"."period" > -1
