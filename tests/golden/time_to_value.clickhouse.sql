SELECT
  "t21"."period" AS "period",
  "t21"."slice" AS "slice",
  quantile(0.5)("t21"."amount") AS "value",
  CAST(COUNT(*) AS Nullable(Decimal(38, 15))) AS "denominator"
FROM (
  SELECT
    "t20"."period" + 0 AS "period",
    "t20"."slice" AS "slice",
    "t20"."subject_id" AS "subject_id",
    (
      toRelativeSecondNum("t20"."reached_at") - toRelativeSecondNum("t20"."first_at")
    ) / 86400.0 AS "amount"
  FROM (
    SELECT
      "t18"."subject_id" AS "subject_id",
      "t18"."first_at" AS "first_at",
      "t18"."day" AS "day",
      "t18"."slice" AS "slice",
      "t18"."period" AS "period",
      "t8"."limit_day" AS "limit_day",
      "t8"."limit_at" AS "limit_at",
      "t19"."actor" AS "actor",
      "t19"."reached_at" AS "reached_at"
    FROM (
      SELECT
        "t12"."subject_id" AS "subject_id",
        "t12"."first_at" AS "first_at",
        "t12"."day" AS "day",
        "t12"."slice" AS "slice",
        "t12"."period" AS "period"
      FROM (
        SELECT
          "t4"."subject_id" AS "subject_id",
          "t4"."first_at" AS "first_at",
          "t4"."day" AS "day",
          "t4"."slice" AS "slice",
          "t9"."period" AS "period",
          "t9"."start_at" AS "start_at",
          "t9"."end_at" AS "end_at"
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
            MAX(CAST("t10"."day" AS Nullable(Int64))) AS "Max(Cast(day, int64))"
          FROM (
            SELECT
              *
            FROM "day" AS "t0"
            WHERE
              "t0"."day" > -1
              AND (
                toRelativeSecondNum("t0"."end_at") - toRelativeSecondNum("t0"."start_at")
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
          "t2"."event" AS "event",
          "t2"."person_id" AS "person_id",
          "t2"."account_id" AS "account_id",
          "t2"."occurred_at" AS "occurred_at",
          CASE
            WHEN isNotNull(
              (
                SELECT
                  MAX("t5"."person_id") AS "Max(person_id)"
                FROM (
                  SELECT
                    *
                  FROM "event" AS "t2"
                ) AS "t5"
              )
            )
            THEN "t2"."person_id"
            ELSE "t2"."account_id"
          END AS "subject_id"
        FROM "event" AS "t2"
        LIMIT 0
      ) AS "t15"
      GROUP BY
        "t15"."subject_id"
    ) AS "t19"
      ON "t18"."subject_id" = "t19"."actor"
  ) AS "t20"
  WHERE
    "t20"."reached_at" < "t20"."limit_at" AND "t20"."period" > -1
) AS "t21"
GROUP BY
  "t21"."period",
  "t21"."slice"
