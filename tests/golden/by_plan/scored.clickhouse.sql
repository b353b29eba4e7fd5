SELECT
  "t12"."period" AS "period",
  "t12"."end_at" AS "end_at",
  "t12"."account_id" AS "account_id",
  "t12"."mrr" AS "mrr",
  "t12"."earlier" AS "earlier",
  "t12"."since" AS "since",
  "t12"."moment" AS "moment",
  COALESCE("t12"."value", '(none)') AS "slice"
FROM (
  SELECT
    "t11"."period" AS "period",
    "t11"."end_at" AS "end_at",
    "t11"."account_id" AS "account_id",
    "t11"."mrr" AS "mrr",
    "t11"."earlier" AS "earlier",
    "t11"."since" AS "since",
    "t11"."moment" AS "moment",
    "t3"."account_id" AS "account_id_right",
    "t3"."value" AS "value",
    "t3"."valid_from" AS "valid_from",
    "t3"."valid_to" AS "valid_to"
  FROM (
    SELECT
      "t9"."period" AS "period",
      "t9"."end_at" AS "end_at",
      "t9"."account_id" AS "account_id",
      "t9"."mrr" AS "mrr",
      "t9"."earlier" AS "earlier",
      "t9"."since" AS "since",
      "t9"."end_at" - INTERVAL '1' SECOND AS "moment"
    FROM (
      SELECT
        "t8"."period" AS "period",
        "t8"."end_at" AS "end_at",
        "t8"."account_id" AS "account_id",
        CAST(SUM("t8"."amount_reporting") AS Nullable(Float64)) AS "mrr",
        CAST(sumIf(
          "t8"."amount_reporting",
          (
            toRelativeSecondNum("t8"."end_at") - toRelativeSecondNum("t8"."effective_at")
          ) > 7776000
        ) AS Nullable(Float64)) AS "earlier",
        MIN("t8"."effective_at") AS "since"
      FROM (
        SELECT
          "t5"."account_id" AS "account_id",
          "t5"."effective_at" AS "effective_at",
          "t5"."recorded_at" AS "recorded_at",
          "t5"."subscription" AS "subscription",
          "t5"."plan" AS "plan",
          "t5"."currency" AS "currency",
          "t5"."kind" AS "kind",
          "t5"."reason" AS "reason",
          "t5"."amount" AS "amount",
          "t5"."amount_reporting" AS "amount_reporting",
          "t7"."period" AS "period",
          "t7"."end_at" AS "end_at"
        FROM (
          SELECT
            *
          FROM "mrr_change" AS "t1"
        ) AS "t5"
        INNER JOIN (
          SELECT
            "t2"."period" AS "period",
            "t2"."end_at" AS "end_at"
          FROM "period" AS "t2"
          WHERE
            "t2"."period" > -1
        ) AS "t7"
          ON "t5"."effective_at" < "t7"."end_at"
      ) AS "t8"
      GROUP BY
        "t8"."period",
        "t8"."end_at",
        "t8"."account_id"
    ) AS "t9"
    WHERE
      "t9"."mrr" > 0
  ) AS "t11"
  LEFT OUTER JOIN "dimension" AS "t3"
    ON "t11"."account_id" = "t3"."account_id"
    AND "t11"."moment" >= "t3"."valid_from"
    AND "t11"."moment" < "t3"."valid_to"
) AS "t12"
