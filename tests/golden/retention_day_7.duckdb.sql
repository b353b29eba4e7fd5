WITH "t11" AS (
  SELECT
    "t9"."subject_id",
    "t9"."first_at",
    "t9"."day",
    "t9"."slice",
    "t4"."period"
  FROM (
    SELECT
      "t0"."subject_id",
      "t0"."first_at",
      "t0"."day",
      "t0"."slice",
      CAST(CAST(FLOOR((
        EPOCH("t0"."first_at")
      ) / (
        86400
      )) AS BIGINT) AS INT) AS "utc_date"
    FROM "first_days" AS "t0"
  ) AS "t9"
  INNER JOIN "date" AS "t4"
    ON "t9"."utc_date" = "t4"."date"
    AND "t9"."first_at" >= "t4"."start_at"
    AND "t9"."first_at" < "t4"."end_at"
)
SELECT
  *
FROM (
  SELECT
    "t23"."period",
    "t23"."slice",
    SUM("t23"."amount") FILTER(WHERE
      "t23"."side" = 'numerator') AS "numerator",
    SUM("t23"."amount") FILTER(WHERE
      "t23"."side" = 'denominator') AS "denominator",
    SUM("t23"."amount") FILTER(WHERE
      "t23"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t21"."period",
        "t21"."slice",
        CAST("t21"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t20"."period",
          "t20"."slice",
          SUM("t20"."amount") AS "amount"
        FROM (
          SELECT
            "t19"."period" + 0 AS "period",
            "t19"."slice",
            "t19"."subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t17"."period",
              "t17"."slice",
              "t17"."subject_id"
            FROM (
              SELECT
                "t15"."subject_id",
                "t15"."first_at",
                "t15"."day",
                "t15"."slice",
                "t15"."period",
                "t6"."actor",
                "t6"."active"
              FROM (
                SELECT
                  *
                FROM "t11" AS "t12"
                WHERE
                  "t12"."day" > -1
                  AND (
                    "t12"."day" + 7
                  ) <= (
                    SELECT
                      MAX(CAST("t8"."day" AS BIGINT)) AS "Max(Cast(day, int64))"
                    FROM (
                      SELECT
                        *
                      FROM "day" AS "t2"
                      WHERE
                        "t2"."day" > -1 AND (
                          EPOCH("t2"."end_at") - EPOCH("t2"."start_at")
                        ) >= 82800
                    ) AS "t8"
                  )
              ) AS "t15"
              INNER JOIN (
                SELECT
                  "t3"."subject_id" AS "actor",
                  "t3"."day" AS "active"
                FROM "actor_days" AS "t3"
              ) AS "t6"
                ON "t15"."subject_id" = "t6"."actor"
            ) AS "t17"
            WHERE
              "t17"."active" >= (
                "t17"."day" + 7
              )
              AND "t17"."active" <= (
                "t17"."day" + 7
              )
          ) AS "t19"
          WHERE
            "t19"."period" > -1
        ) AS "t20"
        GROUP BY
          1,
          2
      ) AS "t21"
    ) AS "t22"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t16"."period",
        "t16"."slice",
        CAST("t16"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t13"."period",
          "t13"."slice",
          SUM("t13"."amount") AS "amount"
        FROM (
          SELECT
            "t12"."period" + 0 AS "period",
            "t12"."slice",
            "t12"."subject_id",
            1 AS "amount"
          FROM "t11" AS "t12"
          WHERE
            "t12"."day" > -1
            AND (
              "t12"."day" + 7
            ) <= (
              SELECT
                MAX(CAST("t8"."day" AS BIGINT)) AS "Max(Cast(day, int64))"
              FROM (
                SELECT
                  *
                FROM "day" AS "t2"
                WHERE
                  "t2"."day" > -1 AND (
                    EPOCH("t2"."end_at") - EPOCH("t2"."start_at")
                  ) >= 82800
              ) AS "t8"
            )
            AND "t12"."period" > -1
        ) AS "t13"
        GROUP BY
          1,
          2
      ) AS "t16"
    ) AS "t18"
  ) AS "t23"
  GROUP BY
    1,
    2
) AS "t24"
WHERE
  "t24"."period" > -1
