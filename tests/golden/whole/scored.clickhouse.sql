SELECT
  "t7"."period" AS "period",
  "t7"."end_at" AS "end_at",
  "t7"."account_id" AS "account_id",
  "t7"."mrr" AS "mrr",
  "t7"."earlier" AS "earlier",
  "t7"."since" AS "since",
  "t7"."end_at" - INTERVAL '1' SECOND AS "moment",
  '' AS "slice"
FROM (
  SELECT
    "t6"."period" AS "period",
    "t6"."end_at" AS "end_at",
    "t6"."account_id" AS "account_id",
    CAST(SUM("t6"."amount_reporting") AS Nullable(Float64)) AS "mrr",
    CAST(sumIf(
      "t6"."amount_reporting",
      (
        toRelativeSecondNum("t6"."end_at") - toRelativeSecondNum("t6"."effective_at")
      ) > 7776000
    ) AS Nullable(Float64)) AS "earlier",
    MIN("t6"."effective_at") AS "since"
  FROM (
    SELECT
      "t3"."account_id" AS "account_id",
      "t3"."effective_at" AS "effective_at",
      "t3"."recorded_at" AS "recorded_at",
      "t3"."subscription" AS "subscription",
      "t3"."plan" AS "plan",
      "t3"."currency" AS "currency",
      "t3"."kind" AS "kind",
      "t3"."reason" AS "reason",
      "t3"."amount" AS "amount",
      "t3"."amount_reporting" AS "amount_reporting",
      "t5"."period" AS "period",
      "t5"."end_at" AS "end_at"
    FROM (
      SELECT
        *
      FROM "mrr_change" AS "t0"
    ) AS "t3"
    INNER JOIN (
      SELECT
        "t1"."period" AS "period",
        "t1"."end_at" AS "end_at"
      FROM "period" AS "t1"
      WHERE
        "t1"."period" > -1
    ) AS "t5"
      ON "t3"."effective_at" < "t5"."end_at"
  ) AS "t6"
  GROUP BY
    "t6"."period",
    "t6"."end_at",
    "t6"."account_id"
) AS "t7"
WHERE
  "t7"."mrr" > 0
