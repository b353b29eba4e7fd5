WITH "t18" AS (
  SELECT
    *
  FROM (
    SELECT
      "t11"."subject_id",
      "t11"."first_at",
      "t11"."day",
      "t11"."slice",
      "t4"."period"
    FROM (
      SELECT
        "t2"."subject_id",
        "t2"."first_at",
        "t2"."day",
        "t2"."slice",
        CAST(CAST(FLOOR((
          EPOCH("t2"."first_at")
        ) / (
          86400
        )) AS BIGINT) AS INT) AS "utc_date"
      FROM "first_days" AS "t2"
    ) AS "t11"
    INNER JOIN "date" AS "t4"
      ON "t11"."utc_date" = "t4"."date"
      AND "t11"."first_at" >= "t4"."start_at"
      AND "t11"."first_at" < "t4"."end_at"
  ) AS "t15"
  WHERE
    "t15"."day" > -1
    AND (
      "t15"."day" + 14
    ) <= (
      SELECT
        MAX(CAST("t8"."day" AS BIGINT)) AS "Max(Cast(day, int64))"
      FROM (
        SELECT
          *
        FROM "day" AS "t0"
        WHERE
          "t0"."day" > -1 AND (
            EPOCH("t0"."end_at") - EPOCH("t0"."start_at")
          ) >= 82800
      ) AS "t8"
    )
)
SELECT
  *
FROM (
  SELECT
    "t29"."period",
    "t29"."slice",
    SUM("t29"."amount") FILTER(WHERE
      "t29"."side" = 'numerator') AS "numerator",
    SUM("t29"."amount") FILTER(WHERE
      "t29"."side" = 'denominator') AS "denominator",
    SUM("t29"."amount") FILTER(WHERE
      "t29"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t27"."period",
        "t27"."slice",
        CAST("t27"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t25"."period",
          "t25"."slice",
          SUM("t25"."amount") AS "amount"
        FROM (
          SELECT
            "t23"."period" + 0 AS "period",
            "t23"."slice",
            "t23"."subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t21"."subject_id",
              "t21"."first_at",
              "t21"."day",
              "t21"."slice",
              "t21"."period",
              "t7"."limit_day",
              "t7"."limit_at",
              "t17"."actor",
              "t17"."reached_at"
            FROM "t18" AS "t21"
            INNER JOIN (
              SELECT
                "t0"."day" AS "limit_day",
                "t0"."end_at" AS "limit_at"
              FROM "day" AS "t0"
              WHERE
                "t0"."day" > -1
            ) AS "t7"
              ON (
                "t21"."day" + 14
              ) = "t7"."limit_day"
            INNER JOIN (
              SELECT
                "t14"."subject_id" AS "actor",
                MIN("t14"."occurred_at") AS "reached_at"
              FROM (
                SELECT
                  "t1"."event",
                  "t1"."person_id",
                  "t1"."account_id",
                  "t1"."occurred_at",
                  CASE
                    WHEN (
                      SELECT
                        MAX("t5"."person_id") AS "Max(person_id)"
                      FROM (
                        SELECT
                          *
                        FROM "event" AS "t1"
                      ) AS "t5"
                    ) IS NOT NULL
                    THEN "t1"."person_id"
                    ELSE "t1"."account_id"
                  END AS "subject_id"
                FROM "event" AS "t1"
                LIMIT 0
              ) AS "t14"
              GROUP BY
                1
            ) AS "t17"
              ON "t21"."subject_id" = "t17"."actor"
          ) AS "t23"
          WHERE
            "t23"."reached_at" < "t23"."limit_at" AND "t23"."period" > -1
        ) AS "t25"
        GROUP BY
          1,
          2
      ) AS "t27"
    ) AS "t28"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t24"."period",
        "t24"."slice",
        CAST("t24"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t22"."period",
          "t22"."slice",
          SUM("t22"."amount") AS "amount"
        FROM (
          SELECT
            "t20"."period" + 0 AS "period",
            "t20"."slice",
            "t20"."subject_id",
            1 AS "amount"
          FROM (
            SELECT
              *
            FROM "t18" AS "t19"
            LIMIT 0
          ) AS "t20"
          WHERE
            "t20"."period" > -1
        ) AS "t22"
        GROUP BY
          1,
          2
      ) AS "t24"
    ) AS "t26"
  ) AS "t29"
  GROUP BY
    1,
    2
) AS "t30"
WHERE
  "t30"."period" > -1
