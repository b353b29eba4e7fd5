WITH "t8" AS (
  SELECT
    "t7"."period" AS "period",
    "t7"."account_id" AS "account_id",
    argMax(tuple("t7"."slice"), "t7"."ago").1 AS "slice",
    COUNT(*) AS "count",
    MAX("t7"."ago") AS "first",
    MIN("t7"."ago") AS "last",
    SUM("t7"."amount") AS "total",
    argMax(tuple("t7"."amount"), "t7"."ago").1 AS "opening"
  FROM (
    SELECT
      "t6"."period" AS "period",
      "t6"."account_id" AS "account_id",
      "t6"."ago" AS "ago",
      COALESCE(SUM("t6"."amount_reporting"), 0) AS "amount",
      argMin(tuple("t6"."slice"), "t6"."number").1 AS "slice"
    FROM (
      SELECT
        "t5"."account_id" AS "account_id",
        "t5"."purchase" AS "purchase",
        "t5"."bought_at" AS "bought_at",
        "t5"."currency" AS "currency",
        "t5"."amount" AS "amount",
        "t5"."amount_reporting" AS "amount_reporting",
        "t5"."slice" AS "slice",
        "t5"."number" AS "number",
        "t5"."period" AS "period",
        "t5"."end_at" AS "end_at",
        CAST(FLOOR(
          (
            (
              toRelativeSecondNum("t5"."end_at") - toRelativeSecondNum("t5"."bought_at")
            ) - 1
          ) / 86400
        ) AS Nullable(Int64)) AS "ago"
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
          "t4"."end_at" AS "end_at"
        FROM "bought" AS "t2"
        INNER JOIN (
          SELECT
            "t1"."period" AS "period",
            "t1"."end_at" AS "end_at"
          FROM "period" AS "t1"
          WHERE
            "t1"."period" > -1
        ) AS "t4"
          ON "t2"."bought_at" < "t4"."end_at"
      ) AS "t5"
    ) AS "t6"
    GROUP BY
      "t6"."period",
      "t6"."account_id",
      "t6"."ago"
  ) AS "t7"
  GROUP BY
    "t7"."period",
    "t7"."account_id"
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
        "t13"."period" AS "period",
        "t13"."slice" AS "slice",
        CAST("t13"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t11"."period" AS "period",
          "t11"."slice" AS "slice",
          SUM("t11"."amount") AS "amount"
        FROM (
          SELECT
            "t9"."period" + 0 AS "period",
            "t9"."slice" AS "slice",
            "t9"."account_id" AS "subject_id",
            "t9"."count" - 1 AS "amount"
          FROM "t8" AS "t9"
          WHERE
            "t9"."period" > -1
        ) AS "t11"
        GROUP BY
          "t11"."period",
          "t11"."slice"
      ) AS "t13"
    ) AS "t15"
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
            "t9"."period" + 0 AS "period",
            "t9"."slice" AS "slice",
            "t9"."account_id" AS "subject_id",
            1 AS "amount"
          FROM "t8" AS "t9"
          WHERE
            "t9"."period" > -1
        ) AS "t10"
        GROUP BY
          "t10"."period",
          "t10"."slice"
      ) AS "t12"
    ) AS "t14"
  ) AS "t16"
  GROUP BY
    "t16"."period",
    "t16"."slice"
) AS "t17"
WHERE
  "t17"."period" > -1
