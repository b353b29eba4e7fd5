SELECT
  "t8"."period",
  "t8"."slice",
  QUANTILE_CONT("t8"."amount", 0.5) AS "value",
  CAST(COUNT(*) AS DECIMAL(38, 15)) AS "denominator"
FROM (
  SELECT
    "t7"."period" + 0 AS "period",
    "t7"."slice",
    "t7"."account_id" AS "subject_id",
    (
      EPOCH(CAST("t7"."solved_at" AS TIMESTAMP)) - EPOCH(CAST("t7"."opened_at" AS TIMESTAMP))
    ) / 3600.0 AS "amount"
  FROM (
    SELECT
      "t6".*
      EXCLUDE ("end_at", "start_at")
    FROM (
      SELECT
        "t3"."ticket",
        "t3"."account_id",
        "t3"."person_id",
        "t3"."opened_at",
        "t3"."first_response_at",
        "t3"."solved_at",
        "t3"."priority",
        "t3"."channel",
        "t3"."satisfaction",
        "t3"."slice",
        "t5"."period",
        "t5"."start_at",
        "t5"."end_at"
      FROM (
        SELECT
          "t0"."ticket",
          "t0"."account_id",
          "t0"."person_id",
          "t0"."opened_at",
          "t0"."first_response_at",
          "t0"."solved_at",
          "t0"."priority",
          "t0"."channel",
          "t0"."satisfaction",
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
  1,
  2
