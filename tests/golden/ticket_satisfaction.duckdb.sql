SELECT
  *
FROM (
  SELECT
    "t14"."period",
    "t14"."slice",
    SUM("t14"."amount") FILTER(WHERE
      "t14"."side" = 'numerator') AS "numerator",
    SUM("t14"."amount") FILTER(WHERE
      "t14"."side" = 'denominator') AS "denominator",
    SUM("t14"."amount") FILTER(WHERE
      "t14"."side" = 'squares') AS "squares"
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
            "t7"."slice",
            "t7"."account_id" AS "subject_id",
            CAST("t7"."satisfaction" >= 4 AS BIGINT) AS "amount"
          FROM (
            SELECT
              "t6".*
              EXCLUDE ("end_at", "start_at")
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
                "t4"."rated_at",
                "t5"."period",
                "t5"."start_at",
                "t5"."end_at"
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
                  COALESCE("t0"."solved_at", "t0"."opened_at") AS "rated_at"
                FROM "ticket" AS "t0"
                WHERE
                  "t0"."satisfaction" BETWEEN 1 AND 5
              ) AS "t4"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t5"
                ON "t4"."rated_at" >= "t5"."start_at" AND "t4"."rated_at" < "t5"."end_at"
            ) AS "t6"
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
            "t7"."period" + 0 AS "period",
            "t7"."slice",
            "t7"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t6".*
              EXCLUDE ("end_at", "start_at")
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
                "t4"."rated_at",
                "t5"."period",
                "t5"."start_at",
                "t5"."end_at"
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
                  COALESCE("t0"."solved_at", "t0"."opened_at") AS "rated_at"
                FROM "ticket" AS "t0"
                WHERE
                  "t0"."satisfaction" BETWEEN 1 AND 5
              ) AS "t4"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t5"
                ON "t4"."rated_at" >= "t5"."start_at" AND "t4"."rated_at" < "t5"."end_at"
            ) AS "t6"
          ) AS "t7"
          WHERE
            "t7"."period" > -1
        ) AS "t8"
        GROUP BY
          1,
          2
      ) AS "t10"
    ) AS "t12"
  ) AS "t14"
  GROUP BY
    1,
    2
) AS "t15"
WHERE
  "t15"."period" > -1
