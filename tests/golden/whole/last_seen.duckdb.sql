SELECT
  "t8"."period",
  "t18"."slice",
  "t18"."subject_id",
  "t18"."day",
  (
    EPOCH("t8"."end_at") - EPOCH("t18"."last_at")
  ) / 86400.0 AS "days_ago"
FROM (
  SELECT
    "t16"."subject_id",
    "t16"."slice",
    "t16"."day",
    "t16"."last_at",
    COALESCE(
      LEAD("t16"."last_at") OVER (
        PARTITION BY "t16"."subject_id"
        ORDER BY "t16"."last_at" ASC, "t16"."slice" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ),
      CAST(MAKE_TIMESTAMPTZ(2299, 1, 1, 0, 0, 0.0, 'UTC') AS TIMESTAMPTZ)
    ) AS "until"
  FROM (
    SELECT
      "t15".*
      EXCLUDE ("period")
    FROM (
      SELECT
        "t14"."subject_id",
        "t14"."slice",
        "t14"."period",
        MAX("t14"."day") AS "day",
        MAX("t14"."last_at") AS "last_at"
      FROM (
        SELECT
          "t13"."subject_id",
          "t13"."account_id",
          "t13"."day",
          "t13"."first_at",
          "t13"."last_at",
          "t13"."slice",
          CASE WHEN "t13"."day" = -1 THEN -1 ELSE "t13"."period" END AS "period",
          "t13"."on"
        FROM (
          SELECT
            "t9"."subject_id",
            "t9"."account_id",
            "t9"."day",
            "t9"."first_at",
            "t9"."last_at",
            "t9"."slice",
            "t12"."period",
            "t12"."on"
          FROM (
            SELECT
              *
            FROM "days_active" AS "t1"
            WHERE
              "t1"."subject_id" IS NOT NULL
          ) AS "t9"
          LEFT OUTER JOIN (
            SELECT
              "t5"."period",
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
                "t0"."period",
                "t0"."start_at" AS "opens",
                "t0"."end_at" AS "closes"
              FROM "period" AS "t0"
            ) AS "t5"
              ON "t10"."start_at" >= "t5"."opens" AND "t10"."start_at" < "t5"."closes"
          ) AS "t12"
            ON "t9"."day" = "t12"."on"
        ) AS "t13"
        WHERE
          CASE WHEN "t13"."day" = -1 THEN -1 ELSE "t13"."period" END IS NOT NULL
      ) AS "t14"
      GROUP BY
        1,
        2,
        3
    ) AS "t15"
  ) AS "t16"
) AS "t18"
INNER JOIN (
  SELECT
    "t0"."period",
    "t0"."end_at"
  FROM "period" AS "t0"
  WHERE
    "t0"."period" > -1
) AS "t8"
  ON "t18"."last_at" < "t8"."end_at" AND "t18"."until" >= "t8"."end_at"
