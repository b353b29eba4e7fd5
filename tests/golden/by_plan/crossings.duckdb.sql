SELECT
  "t10"."subject_id",
  "t10"."slice",
  "t10"."started_at",
  "t5"."effective_at",
  "t5"."left"
FROM (
  SELECT
    "t0"."account_id",
    "t0"."effective_at",
    "t0"."kind" = 'churn' AS "left"
  FROM "mrr_change" AS "t0"
  WHERE
    "t0"."kind" IN ('new', 'reactivation', 'churn')
) AS "t5"
INNER JOIN (
  SELECT
    "t8"."account_id" AS "subject_id",
    "t8"."started_at",
    COALESCE("t8"."value", '(none)') AS "slice"
  FROM (
    SELECT
      "t7"."account_id",
      "t7"."started_at",
      "t2"."account_id" AS "account_id_right",
      "t2"."value",
      "t2"."valid_from",
      "t2"."valid_to"
    FROM (
      SELECT
        "t4"."account_id",
        MIN("t4"."effective_at") AS "started_at"
      FROM (
        SELECT
          *
        FROM "mrr_change" AS "t0"
        WHERE
          "t0"."kind" IN ('new', 'reactivation', 'churn') AND "t0"."kind" = 'new'
      ) AS "t4"
      GROUP BY
        1
    ) AS "t7"
    LEFT OUTER JOIN "dimension" AS "t2"
      ON "t7"."account_id" = "t2"."account_id"
      AND "t7"."started_at" >= "t2"."valid_from"
      AND "t7"."started_at" < "t2"."valid_to"
  ) AS "t8"
) AS "t10"
  ON "t5"."account_id" = "t10"."subject_id"
