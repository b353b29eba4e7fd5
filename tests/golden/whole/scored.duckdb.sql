SELECT
  "t7"."period",
  "t7"."end_at",
  "t7"."account_id",
  "t7"."mrr",
  "t7"."earlier",
  "t7"."since",
  "t7"."end_at" - INTERVAL '1' SECOND AS "moment",
  '' AS "slice"
FROM (
  SELECT
    "t6"."period",
    "t6"."end_at",
    "t6"."account_id",
    CAST(SUM("t6"."amount_reporting") AS DOUBLE) AS "mrr",
    CAST(SUM("t6"."amount_reporting") FILTER(WHERE
      (
        EPOCH("t6"."end_at") - EPOCH("t6"."effective_at")
      ) > 7776000) AS DOUBLE) AS "earlier",
    MIN("t6"."effective_at") AS "since"
  FROM (
    SELECT
      "t3"."account_id",
      "t3"."effective_at",
      "t3"."recorded_at",
      "t3"."subscription",
      "t3"."plan",
      "t3"."currency",
      "t3"."kind",
      "t3"."reason",
      "t3"."amount",
      "t3"."amount_reporting",
      "t5"."period",
      "t5"."end_at"
    FROM (
      SELECT
        *
      FROM "mrr_change" AS "t0"
    ) AS "t3"
    INNER JOIN (
      SELECT
        "t1"."period",
        "t1"."end_at"
      FROM "period" AS "t1"
      WHERE
        "t1"."period" > -1
    ) AS "t5"
      ON "t3"."effective_at" < "t5"."end_at"
  ) AS "t6"
  GROUP BY
    1,
    2,
    3
) AS "t7"
WHERE
  "t7"."mrr" > 0
