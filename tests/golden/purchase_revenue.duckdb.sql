SELECT
  *
FROM (
  SELECT
    "t8"."period",
    "t8"."slice",
    SUM("t8"."amount") FILTER(WHERE
      "t8"."side" = 'numerator') AS "numerator",
    SUM("t8"."amount") FILTER(WHERE
      "t8"."side" = 'denominator') AS "denominator",
    SUM("t8"."amount") FILTER(WHERE
      "t8"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t7"."period",
      "t7"."slice",
      CAST("t7"."amount" AS DECIMAL(38, 15)) AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t6"."period",
        "t6"."slice",
        SUM("t6"."amount") AS "amount"
      FROM (
        SELECT
          "t5"."period" + 0 AS "period",
          "t5"."slice",
          "t5"."account_id" AS "subject_id",
          "t5"."amount_reporting" AS "amount"
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
          "t5"."amount_reporting" IS NOT NULL AND "t5"."period" > -1
      ) AS "t6"
      GROUP BY
        1,
        2
    ) AS "t7"
  ) AS "t8"
  GROUP BY
    1,
    2
) AS "t9"
WHERE
  "t9"."period" > -1
