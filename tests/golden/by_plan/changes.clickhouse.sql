SELECT
  *
FROM (
  SELECT
    "t6"."account_id" AS "account_id",
    "t6"."effective_at" AS "effective_at",
    "t6"."currency" AS "currency",
    "t6"."kind" AS "kind",
    "t6"."reason" AS "reason",
    "t6"."amount" AS "amount",
    "t6"."amount_reporting" AS "amount_reporting",
    "t6"."slice" AS "slice",
    CASE
      WHEN "t6"."effective_at" < (
        SELECT
          MAX("t4"."end_at") AS "Max(end_at)"
        FROM (
          SELECT
            *
          FROM "period" AS "t2"
          WHERE
            "t2"."period" = -1
        ) AS "t4"
      )
      THEN -1
      ELSE "t3"."period"
    END AS "period"
  FROM (
    SELECT
      "t0"."account_id" AS "account_id",
      "t0"."effective_at" AS "effective_at",
      "t0"."currency" AS "currency",
      "t0"."kind" AS "kind",
      "t0"."reason" AS "reason",
      "t0"."amount" AS "amount",
      "t0"."amount_reporting" AS "amount_reporting",
      COALESCE("t0"."plan", '(none)') AS "slice",
      CAST(CAST(FLOOR((
        toRelativeSecondNum("t0"."effective_at")
      ) / (
        86400
      )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
    FROM "mrr_change" AS "t0"
  ) AS "t6"
  LEFT OUTER JOIN "date" AS "t3"
    ON "t6"."utc_date" = "t3"."date"
    AND "t6"."effective_at" >= "t3"."start_at"
    AND "t6"."effective_at" < "t3"."end_at"
) AS "t8"
WHERE
  isNotNull("t8"."period")
