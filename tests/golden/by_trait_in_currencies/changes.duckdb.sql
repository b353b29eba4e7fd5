WITH "t6" AS (
  SELECT
    *
  FROM "mrr_change" AS "t3"
), "t18" AS (
  SELECT
    "t17"."account_id",
    "t17"."valid_from",
    "t17"."old",
    "t17"."value",
    "t17"."currency",
    CAST(SUM("t17"."amount") AS DECIMAL(18, 6)) AS "amount",
    CAST(SUM("t17"."amount_reporting") AS DECIMAL(18, 6)) AS "amount_reporting"
  FROM (
    SELECT
      "t14"."account_id",
      "t14"."value",
      "t14"."valid_from",
      "t14"."valid_to",
      "t14"."old",
      "t11"."account_id" AS "account_id_right",
      "t11"."effective_at",
      "t11"."recorded_at",
      "t11"."subscription",
      "t11"."plan",
      "t11"."currency",
      "t11"."kind",
      "t11"."reason",
      "t11"."amount",
      "t11"."amount_reporting"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t2"."account_id",
          "t2"."value",
          "t2"."valid_from",
          "t2"."valid_to",
          LAG("t2"."value") OVER (
            PARTITION BY "t2"."account_id"
            ORDER BY "t2"."valid_from" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "old"
        FROM "dimension" AS "t2"
      ) AS "t9"
      WHERE
        "t9"."old" IS NOT NULL AND "t9"."old" <> "t9"."value"
    ) AS "t14"
    INNER JOIN "t6" AS "t11"
      ON "t14"."account_id" = "t11"."account_id"
      AND "t11"."effective_at" < "t14"."valid_from"
  ) AS "t17"
  GROUP BY
    1,
    2,
    3,
    4,
    5
)
SELECT
  *
FROM (
  SELECT
    "t28"."account_id",
    "t28"."effective_at",
    "t28"."currency",
    "t28"."kind",
    "t28"."reason",
    "t28"."amount",
    "t28"."amount_reporting",
    "t28"."slice",
    CASE
      WHEN "t28"."effective_at" < (
        SELECT
          MAX("t7"."end_at") AS "Max(end_at)"
        FROM (
          SELECT
            *
          FROM "period" AS "t1"
          WHERE
            "t1"."period" = -1
        ) AS "t7"
      )
      THEN -1
      ELSE "t4"."period"
    END AS "period"
  FROM (
    SELECT
      "t26"."account_id",
      "t26"."effective_at",
      "t26"."currency",
      "t26"."kind",
      "t26"."reason",
      "t26"."amount",
      "t26"."amount_reporting",
      "t26"."slice",
      CAST(CAST(FLOOR((
        EPOCH("t26"."effective_at")
      ) / (
        86400
      )) AS BIGINT) AS INT) AS "utc_date"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t15"."account_id",
          "t15"."effective_at",
          "t15"."currency",
          "t15"."kind",
          "t15"."reason",
          "t15"."amount",
          "t15"."amount_reporting",
          COALESCE("t15"."value", '(none)') AS "slice"
        FROM (
          SELECT
            "t10"."account_id",
            "t10"."effective_at",
            "t10"."recorded_at",
            "t10"."subscription",
            "t10"."plan",
            "t10"."currency",
            "t10"."kind",
            "t10"."reason",
            "t10"."amount",
            "t10"."amount_reporting",
            "t5"."account_id" AS "account_id_right",
            "t5"."value",
            "t5"."valid_from",
            "t5"."valid_to"
          FROM "t6" AS "t10"
          LEFT OUTER JOIN "dimension" AS "t5"
            ON "t10"."account_id" = "t5"."account_id"
            AND "t10"."effective_at" >= "t5"."valid_from"
            AND "t10"."effective_at" < "t5"."valid_to"
        ) AS "t15"
      ) AS "t16"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t24"."account_id",
          "t24"."effective_at",
          "t24"."currency",
          "t24"."kind",
          "t24"."reason",
          "t24"."amount",
          "t24"."amount_reporting",
          "t24"."slice"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t21".*
              EXCLUDE ("old", "value")
            FROM (
              SELECT
                "t19"."account_id",
                "t19"."valid_from",
                "t19"."old",
                "t19"."value",
                "t19"."currency",
                -(
                  "t19"."amount"
                ) AS "amount",
                -(
                  "t19"."amount_reporting"
                ) AS "amount_reporting",
                "t19"."valid_from" AS "effective_at",
                'transfer' AS "kind",
                'trait' AS "reason",
                "t19"."old" AS "slice"
              FROM "t18" AS "t19"
              WHERE
                "t19"."amount" <> 0
            ) AS "t21"
          ) AS "t23"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t20".*
              EXCLUDE ("old", "value")
            FROM (
              SELECT
                "t19"."account_id",
                "t19"."valid_from",
                "t19"."old",
                "t19"."value",
                "t19"."currency",
                "t19"."amount",
                "t19"."amount_reporting",
                "t19"."valid_from" AS "effective_at",
                'transfer' AS "kind",
                'trait' AS "reason",
                "t19"."value" AS "slice"
              FROM "t18" AS "t19"
              WHERE
                "t19"."amount" <> 0
            ) AS "t20"
          ) AS "t22"
        ) AS "t24"
      ) AS "t25"
    ) AS "t26"
  ) AS "t28"
  LEFT OUTER JOIN "date" AS "t4"
    ON "t28"."utc_date" = "t4"."date"
    AND "t28"."effective_at" >= "t4"."start_at"
    AND "t28"."effective_at" < "t4"."end_at"
) AS "t29"
WHERE
  "t29"."period" IS NOT NULL
