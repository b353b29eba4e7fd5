SELECT
  "t8"."period" AS "period",
  "t18"."slice" AS "slice",
  "t18"."subject_id" AS "subject_id",
  "t18"."day" AS "day",
  (
    toRelativeSecondNum("t8"."end_at") - toRelativeSecondNum("t18"."last_at")
  ) / 86400.0 AS "days_ago"
FROM (
  SELECT
    "t16"."subject_id" AS "subject_id",
    "t16"."slice" AS "slice",
    "t16"."day" AS "day",
    "t16"."last_at" AS "last_at",
    COALESCE(
      leadInFrame("t16"."last_at") OVER (
        PARTITION BY "t16"."subject_id"
        ORDER BY "t16"."last_at" ASC, "t16"."slice" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      toTimeZone(
        CAST(parseDateTimeBestEffort('2299-01-01T00:00:00+00:00', 'UTC') AS Nullable(DateTime64(6, 'UTC'))),
        'UTC'
      )
    ) AS "until"
  FROM (
    SELECT
      "t15".*
      EXCEPT ("period")
    FROM (
      SELECT
        "t14"."subject_id" AS "subject_id",
        "t14"."slice" AS "slice",
        "t14"."period" AS "period",
        MAX("t14"."day") AS "day",
        MAX("t14"."last_at") AS "last_at"
      FROM (
        SELECT
          "t13"."subject_id" AS "subject_id",
          "t13"."account_id" AS "account_id",
          "t13"."day" AS "day",
          "t13"."first_at" AS "first_at",
          "t13"."last_at" AS "last_at",
          "t13"."slice" AS "slice",
          CASE WHEN "t13"."day" = -1 THEN -1 ELSE "t13"."period" END AS "period",
          "t13"."on" AS "on"
        FROM (
          SELECT
            "t9"."subject_id" AS "subject_id",
            "t9"."account_id" AS "account_id",
            "t9"."day" AS "day",
            "t9"."first_at" AS "first_at",
            "t9"."last_at" AS "last_at",
            "t9"."slice" AS "slice",
            "t12"."period" AS "period",
            "t12"."on" AS "on"
          FROM (
            SELECT
              *
            FROM "days_active" AS "t1"
            WHERE
              isNotNull("t1"."subject_id")
          ) AS "t9"
          LEFT OUTER JOIN (
            SELECT
              "t5"."period" AS "period",
              "t10"."day" AS "on"
            FROM (
              SELECT
                *
              FROM "day" AS "t2"
              WHERE
                "t2"."day" > -1
            ) AS "t10"
            INNER JOIN (
              SELECT
                "t0"."period" AS "period",
                "t0"."start_at" AS "opens",
                "t0"."end_at" AS "closes"
              FROM "period" AS "t0"
            ) AS "t5"
              ON "t10"."start_at" >= "t5"."opens" AND "t10"."start_at" < "t5"."closes"
          ) AS "t12"
            ON "t9"."day" = "t12"."on"
        ) AS "t13"
        WHERE
          isNotNull(CASE WHEN "t13"."day" = -1 THEN -1 ELSE "t13"."period" END)
      ) AS "t14"
      GROUP BY
        "t14"."subject_id",
        "t14"."slice",
        "t14"."period"
    ) AS "t15"
  ) AS "t16"
) AS "t18"
INNER JOIN (
  SELECT
    "t0"."period" AS "period",
    "t0"."end_at" AS "end_at"
  FROM "period" AS "t0"
  WHERE
    "t0"."period" > -1
) AS "t8"
  ON "t18"."last_at" < "t8"."end_at" AND "t18"."until" >= "t8"."end_at"
