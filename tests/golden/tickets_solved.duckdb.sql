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
          1 AS "amount"
        FROM (
          SELECT
            "t4"."ticket",
            "t4"."account_id",
            "t4"."person_id",
            "t4"."opened_at",
            "t4"."first_response_at",
            "t4"."solved_at",
            "t4"."priority",
            "t4"."channel",
            "t4"."satisfaction",
            "t4"."slice",
            "t2"."period"
          FROM (
            SELECT
              "t0"."ticket",
              "t0"."account_id",
              "t0"."person_id",
              "t0"."opened_at",
              "t0"."first_response_at",
              "t0"."solved_at",
              "t0"."priority",
              "t0"."channel",
              "t0"."satisfaction",
              '' AS "slice",
              CAST(CAST(FLOOR((
                EPOCH("t0"."solved_at")
              ) / (
                86400
              )) AS BIGINT) AS INT) AS "utc_date"
            FROM "ticket" AS "t0"
          ) AS "t4"
          INNER JOIN "date" AS "t2"
            ON "t4"."utc_date" = "t2"."date"
            AND "t4"."solved_at" >= "t2"."start_at"
            AND "t4"."solved_at" < "t2"."end_at"
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
