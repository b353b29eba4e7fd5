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
          '' AS "slice",
          "t5"."account_id" AS "subject_id",
          "t5"."amount_reporting" AS "amount"
        FROM (
          SELECT
            "t4"."account_id",
            "t4"."occurred_at",
            "t4"."kind",
            "t4"."currency",
            "t4"."amount",
            "t4"."amount_reporting",
            "t2"."period"
          FROM (
            SELECT
              "t0"."account_id",
              "t0"."occurred_at",
              "t0"."kind",
              "t0"."currency",
              "t0"."amount",
              "t0"."amount_reporting",
              CAST(CAST(FLOOR((
                EPOCH("t0"."occurred_at")
              ) / (
                86400
              )) AS BIGINT) AS INT) AS "utc_date"
            FROM "cash" AS "t0"
            WHERE
              "t0"."kind" = 'refund'
          ) AS "t4"
          INNER JOIN "date" AS "t2"
            ON "t4"."utc_date" = "t2"."date"
            AND "t4"."occurred_at" >= "t2"."start_at"
            AND "t4"."occurred_at" < "t2"."end_at"
        ) AS "t5"
        WHERE
          "t5"."period" > -1
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
