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
          "t7"."slice" AS "slice",
          "t7"."subject_id" AS "subject_id",
          1 AS "amount"
        FROM (
          SELECT DISTINCT
            "t6"."period" AS "period",
            "t6"."slice" AS "slice",
            "t6"."account_id" AS "subject_id"
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
            "t6"."number" >= 1
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
