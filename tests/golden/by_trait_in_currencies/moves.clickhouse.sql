SELECT
  "t1"."account_id" AS "account_id",
  "t1"."period" AS "period",
  "t1"."slice" AS "slice",
  MAX("t1"."kind" = 'new') AS "new",
  MAX("t1"."kind" = 'reactivation') AS "reactivation",
  MAX("t1"."kind" = 'churn') AS "churn"
FROM (
  SELECT
    *
  FROM "changes" AS "t0"
  WHERE
    "t0"."kind" IN ('new', 'reactivation', 'churn')
) AS "t1"
GROUP BY
  "t1"."account_id",
  "t1"."period",
  "t1"."slice"
