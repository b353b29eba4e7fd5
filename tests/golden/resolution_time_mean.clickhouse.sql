WITH "t5" AS (
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
    "t2"."period" AS "period"
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
        toRelativeSecondNum("t0"."solved_at")
      ) / (
        86400
      )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
    FROM "ticket" AS "t0"
  ) AS "t4"
  INNER JOIN "date" AS "t2"
    ON "t4"."utc_date" = "t2"."date"
    AND "t4"."solved_at" >= "t2"."start_at"
    AND "t4"."solved_at" < "t2"."end_at"
)
SELECT
  *
FROM (
  SELECT
    "t13"."period" AS "period",
    "t13"."slice" AS "slice",
    sumIf("t13"."amount", "t13"."side" = 'numerator') AS "numerator",
    sumIf("t13"."amount", "t13"."side" = 'denominator') AS "denominator",
    sumIf("t13"."amount", "t13"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t11"."period" AS "period",
        "t11"."slice" AS "slice",
        "t11"."amount" AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t8"."period" AS "period",
          "t8"."slice" AS "slice",
          SUM(CAST("t8"."amount" AS Nullable(Decimal(38, 15)))) AS "amount"
        FROM (
          SELECT
            "t6"."period" + 0 AS "period",
            "t6"."slice" AS "slice",
            "t6"."account_id" AS "subject_id",
            (
              toRelativeSecondNum("t6"."solved_at") - toRelativeSecondNum("t6"."opened_at")
            ) / 3600.0 AS "amount"
          FROM "t5" AS "t6"
          WHERE
            "t6"."period" > -1
        ) AS "t8"
        GROUP BY
          "t8"."period",
          "t8"."slice"
      ) AS "t11"
    ) AS "t12"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t9"."period" AS "period",
        "t9"."slice" AS "slice",
        CAST("t9"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t7"."period" AS "period",
          "t7"."slice" AS "slice",
          SUM("t7"."amount") AS "amount"
        FROM (
          SELECT
            "t6"."period" + 0 AS "period",
            "t6"."slice" AS "slice",
            "t6"."account_id" AS "subject_id",
            1 AS "amount"
          FROM "t5" AS "t6"
          WHERE
            "t6"."period" > -1
        ) AS "t7"
        GROUP BY
          "t7"."period",
          "t7"."slice"
      ) AS "t9"
    ) AS "t10"
  ) AS "t13"
  GROUP BY
    "t13"."period",
    "t13"."slice"
) AS "t14"
WHERE
  "t14"."period" > -1
