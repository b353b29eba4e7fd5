SELECT
  *
FROM (
  SELECT
    "t16"."period" AS "period",
    "t16"."slice" AS "slice",
    sumIf("t16"."amount", "t16"."side" = 'numerator') AS "numerator",
    sumIf("t16"."amount", "t16"."side" = 'denominator') AS "denominator",
    sumIf("t16"."amount", "t16"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t12"."period" AS "period",
        "t12"."slice" AS "slice",
        CAST("t12"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t10"."period" AS "period",
          "t10"."slice" AS "slice",
          SUM("t10"."amount") AS "amount"
        FROM (
          SELECT
            "t9"."period" + 0 AS "period",
            "t9"."slice" AS "slice",
            "t9"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t8".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t4"."ticket" AS "ticket",
                "t4"."account_id" AS "account_id",
                "t4"."person_id" AS "person_id",
                "t4"."opened_at" AS "opened_at",
                "t4"."first_response_at" AS "first_response_at",
                "t4"."solved_at" AS "solved_at",
                "t4"."priority" AS "priority",
                "t4"."channel" AS "channel",
                "t4"."satisfaction" AS "satisfaction",
                "t4"."slice" AS "slice",
                "t7"."period" AS "period",
                "t7"."start_at" AS "start_at",
                "t7"."end_at" AS "end_at"
              FROM (
                SELECT
                  "t0"."ticket" AS "ticket",
                  "t0"."account_id" AS "account_id",
                  "t0"."person_id" AS "person_id",
                  "t0"."opened_at" AS "opened_at",
                  "t0"."first_response_at" AS "first_response_at",
                  "t0"."solved_at" AS "solved_at",
                  "t0"."priority" AS "priority",
                  "t0"."channel" AS "channel",
                  "t0"."satisfaction" AS "satisfaction",
                  '' AS "slice"
                FROM "ticket" AS "t0"
              ) AS "t4"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t2"
                WHERE
                  "t2"."period" > -1
              ) AS "t7"
                ON "t4"."opened_at" >= "t7"."start_at" AND "t4"."opened_at" < "t7"."end_at"
            ) AS "t8"
          ) AS "t9"
          WHERE
            COALESCE(
              "t9"."solved_at" < (
                SELECT
                  MAX("t1"."end_at") AS "Max(end_at)"
                FROM "day" AS "t1"
              ),
              FALSE
            )
            AND (
              (
                toRelativeSecondNum("t9"."solved_at") - toRelativeSecondNum("t9"."opened_at")
              ) / 3600.0
            ) <= 72.0
            AND "t9"."period" > -1
        ) AS "t10"
        GROUP BY
          "t10"."period",
          "t10"."slice"
      ) AS "t12"
    ) AS "t14"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t13"."period" AS "period",
        "t13"."slice" AS "slice",
        CAST("t13"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t11"."period" AS "period",
          "t11"."slice" AS "slice",
          SUM("t11"."amount") AS "amount"
        FROM (
          SELECT
            "t9"."period" + 0 AS "period",
            "t9"."slice" AS "slice",
            "t9"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t8".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t4"."ticket" AS "ticket",
                "t4"."account_id" AS "account_id",
                "t4"."person_id" AS "person_id",
                "t4"."opened_at" AS "opened_at",
                "t4"."first_response_at" AS "first_response_at",
                "t4"."solved_at" AS "solved_at",
                "t4"."priority" AS "priority",
                "t4"."channel" AS "channel",
                "t4"."satisfaction" AS "satisfaction",
                "t4"."slice" AS "slice",
                "t7"."period" AS "period",
                "t7"."start_at" AS "start_at",
                "t7"."end_at" AS "end_at"
              FROM (
                SELECT
                  "t0"."ticket" AS "ticket",
                  "t0"."account_id" AS "account_id",
                  "t0"."person_id" AS "person_id",
                  "t0"."opened_at" AS "opened_at",
                  "t0"."first_response_at" AS "first_response_at",
                  "t0"."solved_at" AS "solved_at",
                  "t0"."priority" AS "priority",
                  "t0"."channel" AS "channel",
                  "t0"."satisfaction" AS "satisfaction",
                  '' AS "slice"
                FROM "ticket" AS "t0"
              ) AS "t4"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t2"
                WHERE
                  "t2"."period" > -1
              ) AS "t7"
                ON "t4"."opened_at" >= "t7"."start_at" AND "t4"."opened_at" < "t7"."end_at"
            ) AS "t8"
          ) AS "t9"
          WHERE
            (
              COALESCE(
                "t9"."solved_at" < (
                  SELECT
                    MAX("t1"."end_at") AS "Max(end_at)"
                  FROM "day" AS "t1"
                ),
                FALSE
              )
              OR (
                (
                  (
                    toRelativeSecondNum((
                      SELECT
                        MAX("t1"."end_at") AS "Max(end_at)"
                      FROM "day" AS "t1"
                    )) - toRelativeSecondNum("t9"."opened_at")
                  ) / 3600.0
                ) >= 72.0
              )
            )
            AND "t9"."period" > -1
        ) AS "t11"
        GROUP BY
          "t11"."period",
          "t11"."slice"
      ) AS "t13"
    ) AS "t15"
  ) AS "t16"
  GROUP BY
    "t16"."period",
    "t16"."slice"
) AS "t17"
WHERE
  "t17"."period" > -1
