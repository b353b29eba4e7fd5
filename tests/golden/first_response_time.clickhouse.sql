SELECT
  "t6"."period" AS "period",
  "t6"."slice" AS "slice",
  quantile(0.5)("t6"."amount") AS "value",
  CAST(COUNT(*) AS Nullable(Decimal(38, 15))) AS "denominator"
FROM (
  SELECT
    "t5"."period" + 0 AS "period",
    "t5"."slice" AS "slice",
    "t5"."account_id" AS "subject_id",
    (
      toRelativeSecondNum("t5"."first_response_at") - toRelativeSecondNum("t5"."opened_at")
    ) / 3600.0 AS "amount"
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
          toRelativeSecondNum("t0"."first_response_at")
        ) / (
          86400
        )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
      FROM "ticket" AS "t0"
    ) AS "t4"
    INNER JOIN "date" AS "t2"
      ON "t4"."utc_date" = "t2"."date"
      AND "t4"."first_response_at" >= "t2"."start_at"
      AND "t4"."first_response_at" < "t2"."end_at"
  ) AS "t5"
  WHERE
    "t5"."period" > -1
) AS "t6"
GROUP BY
  "t6"."period",
  "t6"."slice"
