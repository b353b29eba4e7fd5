WITH "t8" AS (
  SELECT
    "t7"."period",
    "t7"."account_id",
    FIRST("t7"."slice" ORDER BY "t7"."ago" DESC) AS "slice",
    COUNT(*) AS "count",
    MAX("t7"."ago") AS "first",
    MIN("t7"."ago") AS "last",
    SUM("t7"."amount") AS "total",
    FIRST("t7"."amount" ORDER BY "t7"."ago" DESC) AS "opening"
  FROM (
    SELECT
      "t6"."period",
      "t6"."account_id",
      "t6"."ago",
      COALESCE(SUM("t6"."amount_reporting"), 0) AS "amount",
      FIRST("t6"."slice" ORDER BY "t6"."number") AS "slice"
    FROM (
      SELECT
        "t5"."account_id",
        "t5"."purchase",
        "t5"."bought_at",
        "t5"."currency",
        "t5"."amount",
        "t5"."amount_reporting",
        "t5"."slice",
        "t5"."number",
        "t5"."period",
        "t5"."end_at",
        CAST(FLOOR((
          (
            EPOCH("t5"."end_at") - EPOCH("t5"."bought_at")
          ) - 1
        ) / 86400) AS BIGINT) AS "ago"
      FROM (
        SELECT
          "t2"."account_id",
          "t2"."purchase",
          "t2"."bought_at",
          "t2"."currency",
          "t2"."amount",
          "t2"."amount_reporting",
          "t2"."slice",
          "t2"."number",
          "t4"."period",
          "t4"."end_at"
        FROM "bought" AS "t2"
        INNER JOIN (
          SELECT
            "t1"."period",
            "t1"."end_at"
          FROM "period" AS "t1"
          WHERE
            "t1"."period" > -1
        ) AS "t4"
          ON "t2"."bought_at" < "t4"."end_at"
      ) AS "t5"
    ) AS "t6"
    GROUP BY
      1,
      2,
      3
  ) AS "t7"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t16"."period",
    "t16"."slice",
    SUM("t16"."amount") FILTER(WHERE
      "t16"."side" = 'numerator') AS "numerator",
    SUM("t16"."amount") FILTER(WHERE
      "t16"."side" = 'denominator') AS "denominator",
    SUM("t16"."amount") FILTER(WHERE
      "t16"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t13"."period",
        "t13"."slice",
        CAST("t13"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t11"."period",
          "t11"."slice",
          SUM("t11"."amount") AS "amount"
        FROM (
          SELECT
            "t9"."period" + 0 AS "period",
            "t9"."slice",
            "t9"."account_id" AS "subject_id",
            "t9"."count" - 1 AS "amount"
          FROM "t8" AS "t9"
          WHERE
            "t9"."period" > -1
        ) AS "t11"
        GROUP BY
          1,
          2
      ) AS "t13"
    ) AS "t15"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t12"."period",
        "t12"."slice",
        CAST("t12"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t10"."period",
          "t10"."slice",
          SUM("t10"."amount") AS "amount"
        FROM (
          SELECT
            "t9"."period" + 0 AS "period",
            "t9"."slice",
            "t9"."account_id" AS "subject_id",
            1 AS "amount"
          FROM "t8" AS "t9"
          WHERE
            "t9"."period" > -1
        ) AS "t10"
        GROUP BY
          1,
          2
      ) AS "t12"
    ) AS "t14"
  ) AS "t16"
  GROUP BY
    1,
    2
) AS "t17"
WHERE
  "t17"."period" > -1
