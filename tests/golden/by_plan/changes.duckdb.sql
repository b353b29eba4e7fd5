SELECT
  *
FROM (
  SELECT
    "t6"."account_id",
    "t6"."effective_at",
    "t6"."currency",
    "t6"."kind",
    "t6"."reason",
    "t6"."amount",
    "t6"."amount_reporting",
    "t6"."slice",
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
      "t0"."account_id",
      "t0"."effective_at",
      "t0"."currency",
      "t0"."kind",
      "t0"."reason",
      "t0"."amount",
      "t0"."amount_reporting",
      COALESCE("t0"."plan", '(none)') AS "slice",
      CAST(CAST(FLOOR((
        EPOCH("t0"."effective_at")
      ) / (
        86400
      )) AS BIGINT) AS INT) AS "utc_date"
    FROM "mrr_change" AS "t0"
  ) AS "t6"
  LEFT OUTER JOIN "date" AS "t3"
    ON "t6"."utc_date" = "t3"."date"
    AND "t6"."effective_at" >= "t3"."start_at"
    AND "t6"."effective_at" < "t3"."end_at"
) AS "t8"
WHERE
  "t8"."period" IS NOT NULL
