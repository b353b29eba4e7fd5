WITH "t7" AS (
  SELECT
    "t6"."ticket" AS "ticket",
    "t6"."account_id" AS "account_id",
    "t6"."person_id" AS "person_id",
    "t6"."opened_at" AS "opened_at",
    "t6"."first_response_at" AS "first_response_at",
    "t6"."solved_at" AS "solved_at",
    "t6"."priority" AS "priority",
    "t6"."channel" AS "channel",
    "t6"."satisfaction" AS "satisfaction",
    "t6"."slice" AS "slice",
    "t3"."period" AS "period"
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
      '' AS "slice",
      CAST(CAST(FLOOR((
        toRelativeSecondNum("t0"."opened_at")
      ) / (
        86400
      )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
    FROM "ticket" AS "t0"
  ) AS "t6"
  INNER JOIN "date" AS "t3"
    ON "t6"."utc_date" = "t3"."date"
    AND "t6"."opened_at" >= "t3"."start_at"
    AND "t6"."opened_at" < "t3"."end_at"
)
SELECT
  *
FROM (
  SELECT
    "t15"."period" AS "period",
    "t15"."slice" AS "slice",
    sumIf("t15"."amount", "t15"."side" = 'numerator') AS "numerator",
    sumIf("t15"."amount", "t15"."side" = 'denominator') AS "denominator",
    sumIf("t15"."amount", "t15"."side" = 'squares') AS "squares"
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
            "t8"."period" + 0 AS "period",
            "t8"."slice" AS "slice",
            "t8"."account_id" AS "subject_id",
            1 AS "amount"
          FROM "t7" AS "t8"
          WHERE
            COALESCE(
              "t8"."solved_at" < (
                SELECT
                  MAX("t2"."end_at") AS "Max(end_at)"
                FROM "day" AS "t2"
              ),
              FALSE
            )
            AND (
              (
                toRelativeSecondNum("t8"."solved_at") - toRelativeSecondNum("t8"."opened_at")
              ) / 3600.0
            ) <= 72.0
            AND "t8"."period" > -1
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
        "t12"."period" AS "period",
        "t12"."slice" AS "slice",
        CAST("t12"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t10"."period" AS "period",
          "t10"."slice" AS "slice",
          SUM("t10"."amount") AS "amount"
        FROM (
          SELECT
            "t8"."period" + 0 AS "period",
            "t8"."slice" AS "slice",
            "t8"."account_id" AS "subject_id",
            1 AS "amount"
          FROM "t7" AS "t8"
          WHERE
            (
              COALESCE(
                "t8"."solved_at" < (
                  SELECT
                    MAX("t2"."end_at") AS "Max(end_at)"
                  FROM "day" AS "t2"
                ),
                FALSE
              )
              OR (
                (
                  (
                    toRelativeSecondNum((
                      SELECT
                        MAX("t2"."end_at") AS "Max(end_at)"
                      FROM "day" AS "t2"
                    )) - toRelativeSecondNum("t8"."opened_at")
                  ) / 3600.0
                ) >= 72.0
              )
            )
            AND "t8"."period" > -1
        ) AS "t10"
        GROUP BY
          "t10"."period",
          "t10"."slice"
      ) AS "t12"
    ) AS "t14"
  ) AS "t15"
  GROUP BY
    "t15"."period",
    "t15"."slice"
) AS "t16"
WHERE
  "t16"."period" > -1
