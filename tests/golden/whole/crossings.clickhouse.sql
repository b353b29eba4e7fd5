SELECT
  "t6"."subject_id" AS "subject_id",
  "t6"."slice" AS "slice",
  "t6"."started_at" AS "started_at",
  "t3"."effective_at" AS "effective_at",
  "t3"."left" AS "left"
FROM (
  SELECT
    "t0"."account_id" AS "account_id",
    "t0"."effective_at" AS "effective_at",
    "t0"."kind" = 'churn' AS "left"
  FROM "mrr_change" AS "t0"
  WHERE
    "t0"."kind" IN ('new', 'reactivation', 'churn')
) AS "t3"
INNER JOIN (
  SELECT
    "t4"."account_id" AS "subject_id",
    "t4"."started_at" AS "started_at",
    '' AS "slice"
  FROM (
    SELECT
      "t2"."account_id" AS "account_id",
      MIN("t2"."effective_at") AS "started_at"
    FROM (
      SELECT
        *
      FROM "mrr_change" AS "t0"
      WHERE
        "t0"."kind" IN ('new', 'reactivation', 'churn') AND "t0"."kind" = 'new'
    ) AS "t2"
    GROUP BY
      "t2"."account_id"
  ) AS "t4"
) AS "t6"
  ON "t3"."account_id" = "t6"."subject_id"
