SELECT
  "t22"."subject_id",
  "t22"."account_id",
  "t22"."day",
  "t22"."first_at",
  "t22"."last_at",
  COALESCE("t22"."value", '(none)') AS "slice"
FROM (
  SELECT
    "t21"."subject_id",
    "t21"."account_id",
    "t21"."day",
    "t21"."first_at",
    "t21"."last_at",
    "t4"."account_id" AS "account_id_right",
    "t4"."value",
    "t4"."valid_from",
    "t4"."valid_to"
  FROM (
    SELECT
      "t19"."subject_id",
      COALESCE("t19"."account_id", "t19"."home") AS "account_id",
      "t19"."day",
      "t19"."first_at",
      "t19"."last_at"
    FROM (
      SELECT
        "t18"."subject_id",
        "t18"."person_id",
        "t18"."account_id",
        "t18"."day",
        "t18"."first_at",
        "t18"."last_at",
        "t7"."owner",
        "t7"."home"
      FROM (
        SELECT
          "t16"."subject_id",
          "t16"."person_id",
          "t16"."account_id",
          "t16"."day",
          MIN("t16"."occurred_at") AS "first_at",
          MAX("t16"."occurred_at") AS "last_at"
        FROM (
          SELECT
            "t13"."subject_id",
            "t13"."person_id",
            "t13"."account_id",
            "t13"."occurred_at",
            COALESCE("t15"."day", -1) AS "day"
          FROM (
            SELECT
              CASE
                WHEN (
                  SELECT
                    MAX("t6"."person_id") AS "Max(person_id)"
                  FROM (
                    SELECT
                      *
                    FROM "event" AS "t2"
                  ) AS "t6"
                ) IS NOT NULL
                THEN "t2"."person_id"
                ELSE "t2"."account_id"
              END AS "subject_id",
              "t2"."person_id",
              "t2"."account_id",
              "t2"."occurred_at",
              CAST("t2"."occurred_at" AS DATE) AS "date"
            FROM "event" AS "t2"
            WHERE
              "t2"."occurred_at" < (
                SELECT
                  MAX("t3"."end_at") AS "Max(end_at)"
                FROM "day" AS "t3"
              )
          ) AS "t13"
          LEFT OUTER JOIN (
            SELECT DISTINCT
              *
            FROM (
              SELECT
                "t8"."day",
                "t8"."start_at",
                "t8"."end_at",
                UNNEST(
                  CAST([
                    CAST("t8"."start_at" AS DATE),
                    CAST("t8"."start_at" + INTERVAL '1' DAY AS DATE),
                    CAST("t8"."end_at" AS DATE)
                  ] AS DATE[])
                ) AS "date"
              FROM (
                SELECT
                  *
                FROM "day" AS "t3"
                WHERE
                  "t3"."day" > -1
              ) AS "t8"
            ) AS "t12"
          ) AS "t15"
            ON "t13"."date" = "t15"."date"
            AND "t13"."occurred_at" >= "t15"."start_at"
            AND "t13"."occurred_at" < "t15"."end_at"
        ) AS "t16"
        GROUP BY
          1,
          2,
          3,
          4
      ) AS "t18"
      LEFT OUTER JOIN (
        SELECT
          "t1"."person_id" AS "owner",
          "t1"."account_id" AS "home"
        FROM "person" AS "t1"
      ) AS "t7"
        ON "t18"."person_id" = "t7"."owner"
    ) AS "t19"
  ) AS "t21"
  LEFT OUTER JOIN "dimension" AS "t4"
    ON "t21"."account_id" = "t4"."account_id"
    AND "t21"."first_at" >= "t4"."valid_from"
    AND "t21"."first_at" < "t4"."valid_to"
) AS "t22"
