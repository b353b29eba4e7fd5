SELECT
  *
FROM (
  SELECT
    "t9"."period",
    "t9"."slice",
    SUM("t9"."amount") FILTER(WHERE
      "t9"."side" = 'numerator') AS "numerator",
    SUM("t9"."amount") FILTER(WHERE
      "t9"."side" = 'denominator') AS "denominator",
    SUM("t9"."amount") FILTER(WHERE
      "t9"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t8"."period",
      "t8"."slice",
      CAST("t8"."amount" AS DECIMAL(38, 15)) AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t7"."period",
        "t7"."slice",
        SUM("t7"."amount") AS "amount"
      FROM (
        SELECT
          "t6"."period" + 0 AS "period",
          "t6"."slice",
          "t6"."subject_id",
          1 AS "amount"
        FROM (
          SELECT DISTINCT
            "t5"."period",
            "t5"."slice",
            "t5"."account_id" AS "subject_id"
          FROM (
            SELECT
              "t4"."account_id",
              "t4"."purchase",
              "t4"."bought_at",
              "t4"."currency",
              "t4"."amount",
              "t4"."amount_reporting",
              "t4"."slice",
              "t4"."number",
              "t2"."period"
            FROM (
              SELECT
                "t0"."account_id",
                "t0"."purchase",
                "t0"."bought_at",
                "t0"."currency",
                "t0"."amount",
                "t0"."amount_reporting",
                "t0"."slice",
                "t0"."number",
                CAST(CAST(FLOOR((
                  EPOCH("t0"."bought_at")
                ) / (
                  86400
                )) AS BIGINT) AS INT) AS "utc_date"
              FROM "bought" AS "t0"
            ) AS "t4"
            INNER JOIN "date" AS "t2"
              ON "t4"."utc_date" = "t2"."date"
              AND "t4"."bought_at" >= "t2"."start_at"
              AND "t4"."bought_at" < "t2"."end_at"
          ) AS "t5"
          WHERE
            "t5"."number" >= 1
        ) AS "t6"
        WHERE
          "t6"."period" > -1
      ) AS "t7"
      GROUP BY
        1,
        2
    ) AS "t8"
  ) AS "t9"
  GROUP BY
    1,
    2
) AS "t10"
WHERE
  "t10"."period" > -1
