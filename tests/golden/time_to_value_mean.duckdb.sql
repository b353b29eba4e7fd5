WITH "t20" AS (
  SELECT
    "t18"."subject_id",
    "t18"."first_at",
    "t18"."day",
    "t18"."slice",
    "t18"."period",
    "t8"."limit_day",
    "t8"."limit_at",
    "t19"."actor",
    "t19"."reached_at"
  FROM (
    SELECT
      "t12"."subject_id",
      "t12"."first_at",
      "t12"."day",
      "t12"."slice",
      "t12"."period"
    FROM (
      SELECT
        "t4"."subject_id",
        "t4"."first_at",
        "t4"."day",
        "t4"."slice",
        "t9"."period",
        "t9"."start_at",
        "t9"."end_at"
      FROM "first_days" AS "t4"
      INNER JOIN (
        SELECT
          *
        FROM "period" AS "t3"
        WHERE
          "t3"."period" > -1
      ) AS "t9"
        ON "t4"."first_at" >= "t9"."start_at" AND "t4"."first_at" < "t9"."end_at"
    ) AS "t12"
    WHERE
      "t12"."day" > -1
      AND (
        "t12"."day" + 14
      ) <= (
        SELECT
          MAX(CAST("t10"."day" AS BIGINT)) AS "Max(Cast(day, int64))"
        FROM (
          SELECT
            *
          FROM "day" AS "t0"
          WHERE
            "t0"."day" > -1
            AND (
              EPOCH(CAST("t0"."end_at" AS TIMESTAMP)) - EPOCH(CAST("t0"."start_at" AS TIMESTAMP))
            ) >= 82800
        ) AS "t10"
      )
  ) AS "t18"
  INNER JOIN (
    SELECT
      "t0"."day" AS "limit_day",
      "t0"."end_at" AS "limit_at"
    FROM "day" AS "t0"
    WHERE
      "t0"."day" > -1
  ) AS "t8"
    ON (
      "t18"."day" + 14
    ) = "t8"."limit_day"
  INNER JOIN (
    SELECT
      "t15"."subject_id" AS "actor",
      MIN("t15"."occurred_at") AS "reached_at"
    FROM (
      SELECT
        "t2"."event",
        "t2"."person_id",
        "t2"."account_id",
        "t2"."occurred_at",
        CASE
          WHEN (
            SELECT
              MAX("t5"."person_id") AS "Max(person_id)"
            FROM (
              SELECT
                *
              FROM "event" AS "t2"
            ) AS "t5"
          ) IS NOT NULL
          THEN "t2"."person_id"
          ELSE "t2"."account_id"
        END AS "subject_id"
      FROM "event" AS "t2"
      LIMIT 0
    ) AS "t15"
    GROUP BY
      1
  ) AS "t19"
    ON "t18"."subject_id" = "t19"."actor"
)
SELECT
  *
FROM (
  SELECT
    "t28"."period",
    "t28"."slice",
    SUM("t28"."amount") FILTER(WHERE
      "t28"."side" = 'numerator') AS "numerator",
    SUM("t28"."amount") FILTER(WHERE
      "t28"."side" = 'denominator') AS "denominator",
    SUM("t28"."amount") FILTER(WHERE
      "t28"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t25"."period",
        "t25"."slice",
        CAST("t25"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t23"."period",
          "t23"."slice",
          SUM("t23"."amount") AS "amount"
        FROM (
          SELECT
            "t21"."period" + 0 AS "period",
            "t21"."slice",
            "t21"."subject_id",
            (
              EPOCH(CAST("t21"."reached_at" AS TIMESTAMP)) - EPOCH(CAST("t21"."first_at" AS TIMESTAMP))
            ) / 86400.0 AS "amount"
          FROM "t20" AS "t21"
          WHERE
            "t21"."reached_at" < "t21"."limit_at" AND "t21"."period" > -1
        ) AS "t23"
        GROUP BY
          1,
          2
      ) AS "t25"
    ) AS "t27"
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
            "t21"."period" + 0 AS "period",
            "t21"."slice",
            "t21"."subject_id",
            1 AS "amount"
          FROM "t20" AS "t21"
          WHERE
            "t21"."reached_at" < "t21"."limit_at" AND "t21"."period" > -1
        ) AS "t22"
        GROUP BY
          1,
          2
      ) AS "t24"
    ) AS "t26"
  ) AS "t28"
  GROUP BY
    1,
    2
) AS "t29"
WHERE
  "t29"."period" > -1
