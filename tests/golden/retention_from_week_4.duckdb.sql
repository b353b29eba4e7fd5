WITH "t11" AS (
  SELECT
    "t9"."subject_id",
    "t9"."first_at",
    "t9"."day",
    "t9"."slice",
    "t4"."period"
  FROM (
    SELECT
      "t1"."subject_id",
      "t1"."first_at",
      "t1"."day",
      "t1"."slice",
      CAST(CAST(FLOOR((
        EPOCH("t1"."first_at")
      ) / (
        86400
      )) AS BIGINT) AS INT) AS "utc_date"
    FROM "first_days" AS "t1"
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
    "t22"."period",
    "t22"."slice",
    SUM("t22"."amount") FILTER(WHERE
      "t22"."side" = 'numerator') AS "numerator",
    SUM("t22"."amount") FILTER(WHERE
      "t22"."side" = 'denominator') AS "denominator",
    SUM("t22"."amount") FILTER(WHERE
      "t22"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t20"."period",
        "t20"."slice",
        CAST("t20"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t19"."period",
          "t19"."slice",
          SUM("t19"."amount") AS "amount"
        FROM (
          SELECT
            "t17"."period" + 0 AS "period",
            "t17"."slice",
            "t17"."subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t15"."subject_id",
              "t15"."first_at",
              "t15"."day",
              "t15"."slice",
              "t15"."period",
              "t6"."actor",
              "t6"."latest"
            FROM (
              SELECT
                *
              FROM "t11" AS "t12"
              WHERE
                "t12"."day" > -1
                AND (
                  "t12"."day" + 28
                ) <= (
                  SELECT
                    MAX(CAST("t8"."day" AS BIGINT)) AS "Max(Cast(day, int64))"
                  FROM (
                    SELECT
                      *
                    FROM "day" AS "t3"
                    WHERE
                      "t3"."day" > -1 AND (
                        EPOCH("t3"."end_at") - EPOCH("t3"."start_at")
                      ) >= 82800
                  ) AS "t8"
                )
            ) AS "t15"
            INNER JOIN (
              SELECT
                "t0"."subject_id" AS "actor",
                MAX("t0"."day") AS "latest"
              FROM "actor_days" AS "t0"
              GROUP BY
                1
            ) AS "t6"
              ON "t15"."subject_id" = "t6"."actor"
          ) AS "t17"
          WHERE
            "t17"."latest" >= (
              "t17"."day" + 28
            ) AND "t17"."period" > -1
        ) AS "t19"
        GROUP BY
          1,
          2
      ) AS "t20"
    ) AS "t21"
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
              "t12"."day" + 28
            ) <= (
              SELECT
                MAX(CAST("t8"."day" AS BIGINT)) AS "Max(Cast(day, int64))"
              FROM (
                SELECT
                  *
                FROM "day" AS "t3"
                WHERE
                  "t3"."day" > -1 AND (
                    EPOCH("t3"."end_at") - EPOCH("t3"."start_at")
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
  ) AS "t22"
  GROUP BY
    1,
    2
) AS "t23"
WHERE
  "t23"."period" > -1
