SELECT
  *
FROM (
  SELECT
    "t15"."period",
    "t15"."slice",
    SUM("t15"."amount") FILTER(WHERE
      "t15"."side" = 'numerator') AS "numerator",
    SUM("t15"."amount") FILTER(WHERE
      "t15"."side" = 'denominator') AS "denominator",
    SUM("t15"."amount") FILTER(WHERE
      "t15"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t11"."period",
        "t11"."slice",
        CAST("t11"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t9"."period",
          "t9"."slice",
          SUM("t9"."amount") AS "amount"
        FROM (
          SELECT
            "t7"."period" + 0 AS "period",
            '' AS "slice",
            "t7"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t5"."account_id",
              "t5"."subscription",
              "t5"."plan",
              "t5"."started_at",
              "t5"."ends_at",
              "t5"."converted_at",
              "t5"."outcome",
              "t2"."period"
            FROM (
              SELECT
                "t0"."account_id",
                "t0"."subscription",
                "t0"."plan",
                "t0"."started_at",
                "t0"."ends_at",
                "t0"."converted_at",
                "t0"."outcome",
                CAST(CAST(FLOOR((
                  EPOCH("t0"."started_at")
                ) / (
                  86400
                )) AS BIGINT) AS INT) AS "utc_date"
              FROM "trial" AS "t0"
              WHERE
                "t0"."outcome" = 'converted'
            ) AS "t5"
            INNER JOIN "date" AS "t2"
              ON "t5"."utc_date" = "t2"."date"
              AND "t5"."started_at" >= "t2"."start_at"
              AND "t5"."started_at" < "t2"."end_at"
          ) AS "t7"
          WHERE
            "t7"."period" > -1
        ) AS "t9"
        GROUP BY
          1,
          2
      ) AS "t11"
    ) AS "t13"
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
            "t8"."period" + 0 AS "period",
            '' AS "slice",
            "t8"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t6"."account_id",
              "t6"."subscription",
              "t6"."plan",
              "t6"."started_at",
              "t6"."ends_at",
              "t6"."converted_at",
              "t6"."outcome",
              "t2"."period"
            FROM (
              SELECT
                "t0"."account_id",
                "t0"."subscription",
                "t0"."plan",
                "t0"."started_at",
                "t0"."ends_at",
                "t0"."converted_at",
                "t0"."outcome",
                CAST(CAST(FLOOR((
                  EPOCH("t0"."started_at")
                ) / (
                  86400
                )) AS BIGINT) AS INT) AS "utc_date"
              FROM "trial" AS "t0"
              WHERE
                "t0"."outcome" <> 'running'
            ) AS "t6"
            INNER JOIN "date" AS "t2"
              ON "t6"."utc_date" = "t2"."date"
              AND "t6"."started_at" >= "t2"."start_at"
              AND "t6"."started_at" < "t2"."end_at"
          ) AS "t8"
          WHERE
            "t8"."period" > -1
        ) AS "t10"
        GROUP BY
          1,
          2
      ) AS "t12"
    ) AS "t14"
  ) AS "t15"
  GROUP BY
    1,
    2
) AS "t16"
WHERE
  "t16"."period" > -1
