SELECT
  *
FROM (
  SELECT
    "t9"."period" AS "period",
    "t9"."slice" AS "slice",
    sumIf("t9"."amount", "t9"."side" = 'numerator') AS "numerator",
    sumIf("t9"."amount", "t9"."side" = 'denominator') AS "denominator",
    sumIf("t9"."amount", "t9"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t8"."period" AS "period",
      "t8"."slice" AS "slice",
      CAST("t8"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
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
          "t6"."amount_reporting" AS "amount"
        FROM (
          SELECT
            "t5".*
            EXCEPT ("end_at", "start_at")
          FROM (
            SELECT
              "t2"."account_id" AS "account_id",
              "t2"."purchase" AS "purchase",
              "t2"."bought_at" AS "bought_at",
              "t2"."currency" AS "currency",
              "t2"."amount" AS "amount",
              "t2"."amount_reporting" AS "amount_reporting",
              "t2"."slice" AS "slice",
              "t2"."number" AS "number",
              "t4"."period" AS "period",
              "t4"."start_at" AS "start_at",
              "t4"."end_at" AS "end_at"
            FROM "bought" AS "t2"
            INNER JOIN (
              SELECT
                *
              FROM "period" AS "t1"
              WHERE
                "t1"."period" > -1
            ) AS "t4"
              ON "t2"."bought_at" >= "t4"."start_at" AND "t2"."bought_at" < "t4"."end_at"
          ) AS "t5"
        ) AS "t6"
        WHERE
          isNotNull("t6"."amount_reporting") AND "t6"."period" > -1
      ) AS "t7"
      GROUP BY
        "t7"."period",
        "t7"."slice"
    ) AS "t8"
  ) AS "t9"
  GROUP BY
    "t9"."period",
    "t9"."slice"
) AS "t10"
WHERE
  "t10"."period" > -1
