WITH "t7" AS (
  SELECT
    "t6"."ticket",
    "t6"."account_id",
    "t6"."person_id",
    "t6"."opened_at",
    "t6"."first_response_at",
    "t6"."solved_at",
    "t6"."priority",
    "t6"."channel",
    "t6"."satisfaction",
    "t6"."slice",
    "t3"."period"
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
        EPOCH("t0"."opened_at")
      ) / (
        86400
      )) AS BIGINT) AS INT) AS "utc_date"
    FROM "ticket" AS "t0"
  ) AS "t6"
  INNER JOIN "date" AS "t3"
    ON "t6"."utc_date" = "t3"."date"
    AND "t6"."opened_at" >= "t3"."start_at"
    AND "t6"."opened_at" < "t3"."end_at"
)
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
            "t8"."period" + 0 AS "period",
            "t8"."slice",
            "t8"."account_id" AS "subject_id",
            1 AS "amount"
          FROM "t7" AS "t8"
          WHERE
            COALESCE(
              "t8"."solved_at" < (
                SELECT
                  MAX("t2"."end_at") AS "Max(end_at)"
                FROM "day" AS "t2"
              ),
              FALSE
            )
            AND (
              (
                EPOCH("t8"."solved_at") - EPOCH("t8"."opened_at")
              ) / 3600.0
            ) <= 72.0
            AND "t8"."period" > -1
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
            "t8"."slice",
            "t8"."account_id" AS "subject_id",
            1 AS "amount"
          FROM "t7" AS "t8"
          WHERE
            (
              COALESCE(
                "t8"."solved_at" < (
                  SELECT
                    MAX("t2"."end_at") AS "Max(end_at)"
                  FROM "day" AS "t2"
                ),
                FALSE
              )
              OR (
                (
                  (
                    EPOCH((
                      SELECT
                        MAX("t2"."end_at") AS "Max(end_at)"
                      FROM "day" AS "t2"
                    )) - EPOCH("t8"."opened_at")
                  ) / 3600.0
                ) >= 72.0
              )
            )
            AND "t8"."period" > -1
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
