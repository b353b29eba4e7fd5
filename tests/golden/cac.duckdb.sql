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
        "t14"."period",
        "t14"."slice",
        CAST("t14"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t13"."period",
          "t13"."slice",
          SUM("t13"."amount") AS "amount"
        FROM (
          SELECT
            "t11"."period" + 0 + 0 AS "period",
            '' AS "slice",
            CAST(NULL AS BIGINT) AS "subject_id",
            "t11"."amount_reporting" AS "amount"
          FROM (
            SELECT
              "t9".*
              EXCLUDE ("end_at", "start_at")
            FROM (
              SELECT
                "t6"."spent_at",
                "t6"."kind",
                "t6"."currency",
                "t6"."amount",
                "t6"."amount_reporting",
                "t7"."period",
                "t7"."start_at",
                "t7"."end_at"
              FROM (
                SELECT
                  *
                FROM "cost" AS "t1"
                WHERE
                  "t1"."kind" = 'acquisition'
              ) AS "t6"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t2"
                WHERE
                  "t2"."period" > -1
              ) AS "t7"
                ON "t6"."spent_at" >= "t7"."start_at" AND "t6"."spent_at" < "t7"."end_at"
            ) AS "t9"
          ) AS "t11"
          WHERE
            (
              "t11"."period" + 0
            ) > -1
        ) AS "t13"
        GROUP BY
          1,
          2
      ) AS "t14"
    ) AS "t15"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t10"."period",
        "t10"."slice",
        CAST("t10"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t8"."period",
          "t8"."slice",
          SUM("t8"."amount") AS "amount"
        FROM (
          SELECT
            "t3"."period" + 0 AS "period",
            "t3"."slice",
            "t3"."subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t0"."period",
              "t0"."slice",
              "t0"."account_id" AS "subject_id"
            FROM "changes" AS "t0"
            WHERE
              "t0"."kind" IN ('new')
          ) AS "t3"
          WHERE
            "t3"."period" > -1
        ) AS "t8"
        GROUP BY
          1,
          2
      ) AS "t10"
    ) AS "t12"
  ) AS "t16"
  GROUP BY
    1,
    2
) AS "t17"
WHERE
  "t17"."period" > -1
