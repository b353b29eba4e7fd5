SELECT
  *
FROM (
  SELECT
    "t14"."period" AS "period",
    "t14"."slice" AS "slice",
    sumIf("t14"."amount", "t14"."side" = 'numerator') AS "numerator",
    sumIf("t14"."amount", "t14"."side" = 'denominator') AS "denominator",
    sumIf("t14"."amount", "t14"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t11"."period" AS "period",
        "t11"."slice" AS "slice",
        CAST("t11"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t9"."period" AS "period",
          "t9"."slice" AS "slice",
          SUM("t9"."amount") AS "amount"
        FROM (
          SELECT
            "t7"."period" + 0 AS "period",
            "t7"."slice" AS "slice",
            "t7"."account_id" AS "subject_id",
            (
              toRelativeSecondNum("t7"."solved_at") - toRelativeSecondNum("t7"."opened_at")
            ) / 3600.0 AS "amount"
          FROM (
            SELECT
              "t6".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t3"."ticket" AS "ticket",
                "t3"."account_id" AS "account_id",
                "t3"."person_id" AS "person_id",
                "t3"."opened_at" AS "opened_at",
                "t3"."first_response_at" AS "first_response_at",
                "t3"."solved_at" AS "solved_at",
                "t3"."priority" AS "priority",
                "t3"."channel" AS "channel",
                "t3"."satisfaction" AS "satisfaction",
                "t3"."slice" AS "slice",
                "t5"."period" AS "period",
                "t5"."start_at" AS "start_at",
                "t5"."end_at" AS "end_at"
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
              ) AS "t3"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t5"
                ON "t3"."solved_at" >= "t5"."start_at" AND "t3"."solved_at" < "t5"."end_at"
            ) AS "t6"
          ) AS "t7"
          WHERE
            "t7"."period" > -1
        ) AS "t9"
        GROUP BY
          "t9"."period",
          "t9"."slice"
      ) AS "t11"
    ) AS "t13"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t10"."period" AS "period",
        "t10"."slice" AS "slice",
        CAST("t10"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t8"."period" AS "period",
          "t8"."slice" AS "slice",
          SUM("t8"."amount") AS "amount"
        FROM (
          SELECT
            "t7"."period" + 0 AS "period",
            "t7"."slice" AS "slice",
            "t7"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t6".*
              EXCEPT ("end_at", "start_at")
            FROM (
              SELECT
                "t3"."ticket" AS "ticket",
                "t3"."account_id" AS "account_id",
                "t3"."person_id" AS "person_id",
                "t3"."opened_at" AS "opened_at",
                "t3"."first_response_at" AS "first_response_at",
                "t3"."solved_at" AS "solved_at",
                "t3"."priority" AS "priority",
                "t3"."channel" AS "channel",
                "t3"."satisfaction" AS "satisfaction",
                "t3"."slice" AS "slice",
                "t5"."period" AS "period",
                "t5"."start_at" AS "start_at",
                "t5"."end_at" AS "end_at"
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
              ) AS "t3"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t5"
                ON "t3"."solved_at" >= "t5"."start_at" AND "t3"."solved_at" < "t5"."end_at"
            ) AS "t6"
          ) AS "t7"
          WHERE
            "t7"."period" > -1
        ) AS "t8"
        GROUP BY
          "t8"."period",
          "t8"."slice"
      ) AS "t10"
    ) AS "t12"
  ) AS "t14"
  GROUP BY
    "t14"."period",
    "t14"."slice"
) AS "t15"
WHERE
  "t15"."period" > -1
