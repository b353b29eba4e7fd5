WITH "t5" AS (
  SELECT
    *
  FROM "mrr_change" AS "t2"
), "t15" AS (
  SELECT
    "t14"."account_id" AS "account_id",
    "t14"."valid_from" AS "valid_from",
    "t14"."old" AS "old",
    "t14"."value" AS "value",
    "t14"."currency" AS "currency",
    CAST(SUM("t14"."amount") AS Nullable(Decimal(18, 6))) AS "amount",
    CAST(SUM("t14"."amount_reporting") AS Nullable(Decimal(18, 6))) AS "amount_reporting"
  FROM (
    SELECT
      "t11"."account_id" AS "account_id",
      "t11"."value" AS "value",
      "t11"."valid_from" AS "valid_from",
      "t11"."valid_to" AS "valid_to",
      "t11"."old" AS "old",
      "t9"."account_id" AS "account_id_right",
      "t9"."effective_at" AS "effective_at",
      "t9"."recorded_at" AS "recorded_at",
      "t9"."subscription" AS "subscription",
      "t9"."plan" AS "plan",
      "t9"."currency" AS "currency",
      "t9"."kind" AS "kind",
      "t9"."reason" AS "reason",
      "t9"."amount" AS "amount",
      "t9"."amount_reporting" AS "amount_reporting"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t1"."account_id" AS "account_id",
          "t1"."value" AS "value",
          "t1"."valid_from" AS "valid_from",
          "t1"."valid_to" AS "valid_to",
          lagInFrame("t1"."value") OVER (
            PARTITION BY "t1"."account_id"
            ORDER BY "t1"."valid_from" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "old"
        FROM "dimension" AS "t1"
      ) AS "t7"
      WHERE
        isNotNull("t7"."old") AND "t7"."old" <> "t7"."value"
    ) AS "t11"
    INNER JOIN "t5" AS "t9"
      ON "t11"."account_id" = "t9"."account_id"
      AND "t9"."effective_at" < "t11"."valid_from"
  ) AS "t14"
  GROUP BY
    "t14"."account_id",
    "t14"."valid_from",
    "t14"."old",
    "t14"."value",
    "t14"."currency"
)
SELECT
  "t25".*
  EXCEPT ("end_at", "start_at")
FROM (
  SELECT
    "t24"."account_id" AS "account_id",
    "t24"."effective_at" AS "effective_at",
    "t24"."currency" AS "currency",
    "t24"."kind" AS "kind",
    "t24"."reason" AS "reason",
    "t24"."amount" AS "amount",
    "t24"."amount_reporting" AS "amount_reporting",
    "t24"."slice" AS "slice",
    "t3"."period" AS "period",
    "t3"."start_at" AS "start_at",
    "t3"."end_at" AS "end_at"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t12"."account_id" AS "account_id",
        "t12"."effective_at" AS "effective_at",
        "t12"."currency" AS "currency",
        "t12"."kind" AS "kind",
        "t12"."reason" AS "reason",
        "t12"."amount" AS "amount",
        "t12"."amount_reporting" AS "amount_reporting",
        COALESCE("t12"."value", '(none)') AS "slice"
      FROM (
        SELECT
          "t8"."account_id" AS "account_id",
          "t8"."effective_at" AS "effective_at",
          "t8"."recorded_at" AS "recorded_at",
          "t8"."subscription" AS "subscription",
          "t8"."plan" AS "plan",
          "t8"."currency" AS "currency",
          "t8"."kind" AS "kind",
          "t8"."reason" AS "reason",
          "t8"."amount" AS "amount",
          "t8"."amount_reporting" AS "amount_reporting",
          "t4"."account_id" AS "account_id_right",
          "t4"."value" AS "value",
          "t4"."valid_from" AS "valid_from",
          "t4"."valid_to" AS "valid_to"
        FROM "t5" AS "t8"
        LEFT OUTER JOIN "dimension" AS "t4"
          ON "t8"."account_id" = "t4"."account_id"
          AND "t8"."effective_at" >= "t4"."valid_from"
          AND "t8"."effective_at" < "t4"."valid_to"
      ) AS "t12"
    ) AS "t13"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t21"."account_id" AS "account_id",
        "t21"."effective_at" AS "effective_at",
        "t21"."currency" AS "currency",
        "t21"."kind" AS "kind",
        "t21"."reason" AS "reason",
        "t21"."amount" AS "amount",
        "t21"."amount_reporting" AS "amount_reporting",
        "t21"."slice" AS "slice"
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t18".*
            EXCEPT ("old", "value")
          FROM (
            SELECT
              "t16"."account_id" AS "account_id",
              "t16"."valid_from" AS "valid_from",
              "t16"."old" AS "old",
              "t16"."value" AS "value",
              "t16"."currency" AS "currency",
              -(
                "t16"."amount"
              ) AS "amount",
              -(
                "t16"."amount_reporting"
              ) AS "amount_reporting",
              "t16"."valid_from" AS "effective_at",
              'transfer' AS "kind",
              'trait' AS "reason",
              "t16"."old" AS "slice"
            FROM "t15" AS "t16"
            WHERE
              "t16"."amount" <> 0
          ) AS "t18"
        ) AS "t20"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t17".*
            EXCEPT ("old", "value")
          FROM (
            SELECT
              "t16"."account_id" AS "account_id",
              "t16"."valid_from" AS "valid_from",
              "t16"."old" AS "old",
              "t16"."value" AS "value",
              "t16"."currency" AS "currency",
              "t16"."amount" AS "amount",
              "t16"."amount_reporting" AS "amount_reporting",
              "t16"."valid_from" AS "effective_at",
              'transfer' AS "kind",
              'trait' AS "reason",
              "t16"."value" AS "slice"
            FROM "t15" AS "t16"
            WHERE
              "t16"."amount" <> 0
          ) AS "t17"
        ) AS "t19"
      ) AS "t21"
    ) AS "t22"
  ) AS "t24"
  INNER JOIN "period" AS "t3"
    ON "t24"."effective_at" >= "t3"."start_at" AND "t24"."effective_at" < "t3"."end_at"
) AS "t25"
