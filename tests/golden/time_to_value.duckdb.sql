SELECT
  "t21"."period",
  "t21"."slice",
  QUANTILE_CONT("t21"."amount", 0.5) AS "value",
  CAST(COUNT(*) AS DECIMAL(38, 15)) AS "denominator"
FROM (
  SELECT
    "t20"."period" + 0 AS "period",
    "t20"."slice",
    "t20"."subject_id",
    (
      EPOCH(CAST("t20"."reached_at" AS TIMESTAMP)) - EPOCH(CAST("t20"."first_at" AS TIMESTAMP))
    ) / 86400.0 AS "amount"
  FROM (
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
  ) AS "t20"
  WHERE
    "t20"."reached_at" < "t20"."limit_at" AND "t20"."period" > -1
) AS "t21"
GROUP BY
  1,
  2
