SELECT
  "t4"."account_id",
  "t4"."period",
  "t4"."slice",
  "t7"."reason"
FROM (
  SELECT
    *
  FROM "outcomes" AS "t0"
  WHERE
    "t0"."m1" = 0
) AS "t4"
INNER JOIN (
  SELECT
    "t5"."account_id",
    "t5"."period",
    COALESCE("t5"."reason", '') AS "reason"
  FROM (
    SELECT
      "t3"."account_id",
      "t3"."effective_at",
      "t3"."currency",
      "t3"."kind",
      "t3"."reason",
      "t3"."amount",
      "t3"."amount_reporting",
      "t3"."slice",
      "t3"."period",
      ROW_NUMBER() OVER (
        PARTITION BY "t3"."account_id", "t3"."period"
        ORDER BY "t3"."effective_at" DESC, "t3"."amount_reporting" ASC, "t3"."reason" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1 AS "place"
    FROM (
      SELECT
        *
      FROM "changes" AS "t1"
      WHERE
        "t1"."kind" = 'churn'
    ) AS "t3"
  ) AS "t5"
  WHERE
    "t5"."place" = 0
) AS "t7"
  ON "t4"."account_id" = "t7"."account_id" AND "t4"."period" = "t7"."period"
