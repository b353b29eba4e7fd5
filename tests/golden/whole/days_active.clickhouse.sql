SELECT
  "t17"."subject_id" AS "subject_id",
  COALESCE("t17"."account_id", "t17"."home") AS "account_id",
  "t17"."day" AS "day",
  "t17"."first_at" AS "first_at",
  "t17"."last_at" AS "last_at",
  '' AS "slice"
FROM (
  SELECT
    "t16"."subject_id" AS "subject_id",
    "t16"."person_id" AS "person_id",
    "t16"."account_id" AS "account_id",
    "t16"."day" AS "day",
    "t16"."first_at" AS "first_at",
    "t16"."last_at" AS "last_at",
    "t5"."owner" AS "owner",
    "t5"."home" AS "home"
  FROM (
    SELECT
      "t14"."subject_id" AS "subject_id",
      "t14"."person_id" AS "person_id",
      "t14"."account_id" AS "account_id",
      "t14"."day" AS "day",
      MIN("t14"."occurred_at") AS "first_at",
      MAX("t14"."occurred_at") AS "last_at"
    FROM (
      SELECT
        "t11"."subject_id" AS "subject_id",
        "t11"."person_id" AS "person_id",
        "t11"."account_id" AS "account_id",
        "t11"."occurred_at" AS "occurred_at",
        COALESCE("t13"."day", -1) AS "day"
      FROM (
        SELECT
          CASE
            WHEN isNotNull(
              (
                SELECT
                  MAX("t4"."person_id") AS "Max(person_id)"
                FROM (
                  SELECT
                    *
                  FROM "event" AS "t1"
                ) AS "t4"
              )
            )
            THEN "t1"."person_id"
            ELSE "t1"."account_id"
          END AS "subject_id",
          "t1"."person_id" AS "person_id",
          "t1"."account_id" AS "account_id",
          "t1"."occurred_at" AS "occurred_at",
          toDate("t1"."occurred_at") AS "date"
        FROM "event" AS "t1"
        WHERE
          "t1"."occurred_at" < (
            SELECT
              MAX("t2"."end_at") AS "Max(end_at)"
            FROM "day" AS "t2"
          )
      ) AS "t11"
      LEFT OUTER JOIN (
        SELECT DISTINCT
          *
        FROM (
          SELECT
            "t6"."day" AS "day",
            "t6"."start_at" AS "start_at",
            "t6"."end_at" AS "end_at",
            arrayJoin(
              [
                toDate("t6"."start_at"),
                toDate("t6"."start_at" + INTERVAL '1' DAY),
                toDate("t6"."end_at")
              ]
            ) AS "date"
          FROM (
            SELECT
              *
            FROM "day" AS "t2"
            WHERE
              "t2"."day" > -1
          ) AS "t6"
        ) AS "t10"
      ) AS "t13"
        ON "t11"."date" = "t13"."date"
        AND "t11"."occurred_at" >= "t13"."start_at"
        AND "t11"."occurred_at" < "t13"."end_at"
    ) AS "t14"
    GROUP BY
      "t14"."subject_id",
      "t14"."person_id",
      "t14"."account_id",
      "t14"."day"
  ) AS "t16"
  LEFT OUTER JOIN (
    SELECT
      "t0"."person_id" AS "owner",
      "t0"."account_id" AS "home"
    FROM "person" AS "t0"
  ) AS "t5"
    ON "t16"."person_id" = "t5"."owner"
) AS "t17"
