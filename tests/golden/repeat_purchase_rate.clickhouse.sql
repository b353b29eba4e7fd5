WITH "t23" AS (
  SELECT
    "t21"."period" AS "period",
    "t21"."slice" AS "slice",
    CAST(SUM("t21"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t19"."period" AS "period",
      "t19"."slice" AS "slice",
      "t19"."account_id" AS "subject_id",
      "t19"."amount" AS "amount"
    FROM (
      SELECT
        "t17"."account_id" AS "account_id",
        "t17"."bought_at" AS "bought_at",
        "t17"."slice" AS "slice",
        "t17"."amount" AS "amount",
        "t2"."period" AS "period",
        "t2"."start_at" AS "start_at",
        "t2"."end_at" AS "end_at"
      FROM (
        SELECT
          "t13"."account_id" AS "account_id",
          "t13"."bought_at" AS "bought_at",
          "t13"."slice" AS "slice",
          1 AS "amount"
        FROM (
          SELECT
            "t11"."account_id" AS "account_id",
            "t11"."bought_at" AS "bought_at",
            "t9"."slice" AS "slice"
          FROM (
            SELECT
              "t5".*
              EXCEPT ("slice")
            FROM (
              SELECT
                *
              FROM "bought" AS "t1"
              WHERE
                "t1"."number" = 2
            ) AS "t5"
          ) AS "t11"
          INNER JOIN (
            SELECT
              "t1"."account_id" AS "buyer",
              "t1"."slice" AS "slice"
            FROM "bought" AS "t1"
            WHERE
              "t1"."number" = 1
          ) AS "t9"
            ON "t11"."account_id" = "t9"."buyer"
        ) AS "t13"
      ) AS "t17"
      INNER JOIN "period" AS "t2"
        ON "t17"."bought_at" >= "t2"."start_at" AND "t17"."bought_at" < "t2"."end_at"
    ) AS "t19"
  ) AS "t21"
  GROUP BY
    "t21"."period",
    "t21"."slice"
), "t24" AS (
  SELECT
    "t22"."period" AS "period",
    "t22"."slice" AS "slice",
    CAST(SUM("t22"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t20"."period" AS "period",
      "t20"."slice" AS "slice",
      "t20"."account_id" AS "subject_id",
      "t20"."amount" AS "amount"
    FROM (
      SELECT
        "t18"."account_id" AS "account_id",
        "t18"."bought_at" AS "bought_at",
        "t18"."slice" AS "slice",
        "t18"."amount" AS "amount",
        "t2"."period" AS "period",
        "t2"."start_at" AS "start_at",
        "t2"."end_at" AS "end_at"
      FROM (
        SELECT
          "t14"."account_id" AS "account_id",
          "t14"."bought_at" AS "bought_at",
          "t14"."slice" AS "slice",
          1 AS "amount"
        FROM (
          SELECT
            "t12"."account_id" AS "account_id",
            "t12"."bought_at" AS "bought_at",
            "t9"."slice" AS "slice"
          FROM (
            SELECT
              "t7".*
              EXCEPT ("slice")
            FROM (
              SELECT
                *
              FROM "bought" AS "t1"
              WHERE
                "t1"."number" = 1
            ) AS "t7"
          ) AS "t12"
          INNER JOIN (
            SELECT
              "t1"."account_id" AS "buyer",
              "t1"."slice" AS "slice"
            FROM "bought" AS "t1"
            WHERE
              "t1"."number" = 1
          ) AS "t9"
            ON "t12"."account_id" = "t9"."buyer"
        ) AS "t14"
      ) AS "t18"
      INNER JOIN "period" AS "t2"
        ON "t18"."bought_at" >= "t2"."start_at" AND "t18"."bought_at" < "t2"."end_at"
    ) AS "t20"
  ) AS "t22"
  GROUP BY
    "t22"."period",
    "t22"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t43"."period" AS "period",
    "t43"."slice" AS "slice",
    sumIf("t43"."amount", "t43"."side" = 'numerator') AS "numerator",
    sumIf("t43"."amount", "t43"."side" = 'denominator') AS "denominator",
    sumIf("t43"."amount", "t43"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t39"."period" AS "period",
        "t39"."slice" AS "slice",
        CAST("t39"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t37"."period" AS "period",
          "t37"."slice" AS "slice",
          SUM("t37"."amount") AS "amount"
        FROM (
          SELECT
            "t35"."period" AS "period",
            "t35"."slice" AS "slice",
            "t35"."change" AS "change",
            "t35"."closing" AS "closing",
            "t35"."closing" AS "amount"
          FROM (
            SELECT
              "t33"."period" AS "period",
              "t33"."slice" AS "slice",
              "t33"."change" AS "change",
              SUM("t33"."change") OVER (
                PARTITION BY "t33"."slice"
                ORDER BY "t33"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t4"."period" AS "period",
                "t31"."slice" AS "slice",
                COALESCE("t27"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t4"
              CROSS JOIN (
                SELECT DISTINCT
                  "t25"."slice" AS "slice"
                FROM "t23" AS "t25"
              ) AS "t31"
              LEFT OUTER JOIN "t23" AS "t27"
                ON "t4"."period" = "t27"."period" AND "t31"."slice" = "t27"."slice"
            ) AS "t33"
          ) AS "t35"
        ) AS "t37"
        GROUP BY
          "t37"."period",
          "t37"."slice"
      ) AS "t39"
    ) AS "t41"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t40"."period" AS "period",
        "t40"."slice" AS "slice",
        CAST("t40"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t38"."period" AS "period",
          "t38"."slice" AS "slice",
          SUM("t38"."amount") AS "amount"
        FROM (
          SELECT
            "t36"."period" AS "period",
            "t36"."slice" AS "slice",
            "t36"."change" AS "change",
            "t36"."closing" AS "closing",
            "t36"."closing" AS "amount"
          FROM (
            SELECT
              "t34"."period" AS "period",
              "t34"."slice" AS "slice",
              "t34"."change" AS "change",
              SUM("t34"."change") OVER (
                PARTITION BY "t34"."slice"
                ORDER BY "t34"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t4"."period" AS "period",
                "t32"."slice" AS "slice",
                COALESCE("t28"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t4"
              CROSS JOIN (
                SELECT DISTINCT
                  "t26"."slice" AS "slice"
                FROM "t24" AS "t26"
              ) AS "t32"
              LEFT OUTER JOIN "t24" AS "t28"
                ON "t4"."period" = "t28"."period" AND "t32"."slice" = "t28"."slice"
            ) AS "t34"
          ) AS "t36"
        ) AS "t38"
        GROUP BY
          "t38"."period",
          "t38"."slice"
      ) AS "t40"
    ) AS "t42"
  ) AS "t43"
  GROUP BY
    "t43"."period",
    "t43"."slice"
) AS "t44"
WHERE
  "t44"."period" > -1
