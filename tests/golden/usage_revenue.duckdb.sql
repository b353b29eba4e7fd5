SELECT
  *
FROM (
  SELECT
    "t10"."period",
    "t10"."slice",
    SUM("t10"."amount") FILTER(WHERE
      "t10"."side" = 'numerator') AS "numerator",
    SUM("t10"."amount") FILTER(WHERE
      "t10"."side" = 'denominator') AS "denominator",
    SUM("t10"."amount") FILTER(WHERE
      "t10"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      "t9"."period",
      "t9"."slice",
      CAST("t9"."amount" AS DECIMAL(38, 15)) AS "amount",
      'numerator' AS "side"
    FROM (
      SELECT
        "t8"."period",
        "t8"."slice",
        SUM("t8"."amount") AS "amount"
      FROM (
        SELECT
          "t7"."period" + 0 AS "period",
          '' AS "slice",
          "t7"."account_id" AS "subject_id",
          "t7"."amount_reporting" AS "amount"
        FROM (
          SELECT
            "t6".*
            EXCLUDE ("end_at", "start_at")
          FROM (
            SELECT
              "t4"."account_id",
              "t4"."occurred_at",
              "t4"."kind",
              "t4"."currency",
              "t4"."amount",
              "t4"."amount_reporting",
              "t5"."period",
              "t5"."start_at",
              "t5"."end_at"
            FROM (
              SELECT
                *
              FROM "cash" AS "t0"
              WHERE
                "t0"."kind" = 'usage'
            ) AS "t4"
            INNER JOIN (
              SELECT
                *
              FROM "period" AS "t1"
              WHERE
                "t1"."period" > -1
            ) AS "t5"
              ON "t4"."occurred_at" >= "t5"."start_at" AND "t4"."occurred_at" < "t5"."end_at"
          ) AS "t6"
        ) AS "t7"
        WHERE
          "t7"."period" > -1
      ) AS "t8"
      GROUP BY
        1,
        2
    ) AS "t9"
  ) AS "t10"
  GROUP BY
    1,
    2
) AS "t11"
WHERE
  "t11"."period" > -1
