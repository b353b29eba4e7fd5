SELECT
  *
FROM (
  SELECT
    "t21"."period",
    "t21"."slice",
    SUM("t21"."amount") FILTER(WHERE
      "t21"."side" = 'numerator') AS "numerator",
    SUM("t21"."amount") FILTER(WHERE
      "t21"."side" = 'denominator') AS "denominator",
    SUM("t21"."amount") FILTER(WHERE
      "t21"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t16"."period",
        "t16"."slice",
        CAST("t16"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t14"."period",
          "t14"."slice",
          SUM("t14"."amount") AS "amount"
        FROM (
          SELECT
            "t12"."period" + 0 AS "period",
            '' AS "slice",
            CAST(NULL AS BIGINT) AS "subject_id",
            "t12"."amount_reporting" AS "amount"
          FROM (
            SELECT
              "t9"."spent_at",
              "t9"."kind",
              "t9"."currency",
              "t9"."amount",
              "t9"."amount_reporting",
              "t4"."period"
            FROM (
              SELECT
                "t0"."spent_at",
                "t0"."kind",
                "t0"."currency",
                "t0"."amount",
                "t0"."amount_reporting",
                CAST(CAST(FLOOR((
                  EPOCH("t0"."spent_at")
                ) / (
                  86400
                )) AS BIGINT) AS INT) AS "utc_date"
              FROM "cost" AS "t0"
              WHERE
                "t0"."kind" = 'acquisition'
            ) AS "t9"
            INNER JOIN "date" AS "t4"
              ON "t9"."utc_date" = "t4"."date"
              AND "t9"."spent_at" >= "t4"."start_at"
              AND "t9"."spent_at" < "t4"."end_at"
          ) AS "t12"
          WHERE
            "t12"."period" > -1
        ) AS "t14"
        GROUP BY
          1,
          2
      ) AS "t16"
    ) AS "t18"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t19"."period",
        "t19"."slice",
        CAST("t19"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t17"."period",
          "t17"."slice",
          SUM("t17"."amount") AS "amount"
        FROM (
          SELECT
            "t15"."period" + 0 AS "period",
            "t15"."slice",
            "t15"."amount"
          FROM (
            SELECT
              "t7"."period",
              "t7"."slice",
              "t7"."amount"
            FROM (
              SELECT
                "t2"."period",
                "t2"."slice",
                "t2"."amount_reporting" AS "amount"
              FROM "flows" AS "t2"
              WHERE
                "t2"."kind" IN ('new')
            ) AS "t7"
            SEMI JOIN (
              SELECT
                "t3"."period"
              FROM "period" AS "t3"
              WHERE
                "t3"."end_at" > (
                  SELECT
                    MIN("t5"."spent_at") AS "Min(spent_at)"
                  FROM (
                    SELECT
                      *
                    FROM "cost" AS "t0"
                    WHERE
                      "t0"."kind" = 'acquisition'
                  ) AS "t5"
                )
            ) AS "t13"
              ON "t7"."period" = "t13"."period"
          ) AS "t15"
          WHERE
            "t15"."period" > -1
        ) AS "t17"
        GROUP BY
          1,
          2
      ) AS "t19"
    ) AS "t20"
  ) AS "t21"
  GROUP BY
    1,
    2
) AS "t22"
WHERE
  "t22"."period" > -1
