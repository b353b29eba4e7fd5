WITH "t26" AS (
  SELECT
    "t24"."period" AS "period",
    "t24"."slice" AS "slice",
    CAST(SUM("t24"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t22"."period" AS "period",
      "t22"."slice" AS "slice",
      "t22"."account_id" AS "subject_id",
      "t22"."amount" AS "amount"
    FROM (
      SELECT
        "t20"."account_id" AS "account_id",
        "t20"."bought_at" AS "bought_at",
        "t20"."slice" AS "slice",
        "t20"."amount" AS "amount",
        CASE
          WHEN "t20"."bought_at" < (
            SELECT
              MAX("t6"."end_at") AS "Max(end_at)"
            FROM (
              SELECT
                *
              FROM "period" AS "t0"
              WHERE
                "t0"."period" = -1
            ) AS "t6"
          )
          THEN -1
          ELSE "t3"."period"
        END AS "period"
      FROM (
        SELECT
          "t16"."account_id" AS "account_id",
          "t16"."bought_at" AS "bought_at",
          "t16"."slice" AS "slice",
          1 AS "amount",
          CAST(CAST(FLOOR((
            toRelativeSecondNum("t16"."bought_at")
          ) / (
            86400
          )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
        FROM (
          SELECT
            "t13"."account_id" AS "account_id",
            "t13"."bought_at" AS "bought_at",
            "t11"."slice" AS "slice"
          FROM (
            SELECT
              "t7".*
              EXCEPT ("slice")
            FROM (
              SELECT
                *
              FROM "bought" AS "t2"
              WHERE
                "t2"."number" = 2
            ) AS "t7"
          ) AS "t13"
          INNER JOIN (
            SELECT
              "t2"."account_id" AS "buyer",
              "t2"."slice" AS "slice"
            FROM "bought" AS "t2"
            WHERE
              "t2"."number" = 1
          ) AS "t11"
            ON "t13"."account_id" = "t11"."buyer"
        ) AS "t16"
      ) AS "t20"
      LEFT OUTER JOIN "date" AS "t3"
        ON "t20"."utc_date" = "t3"."date"
        AND "t20"."bought_at" >= "t3"."start_at"
        AND "t20"."bought_at" < "t3"."end_at"
    ) AS "t22"
    WHERE
      isNotNull("t22"."period")
  ) AS "t24"
  GROUP BY
    "t24"."period",
    "t24"."slice"
), "t27" AS (
  SELECT
    "t25"."period" AS "period",
    "t25"."slice" AS "slice",
    CAST(SUM("t25"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t23"."period" AS "period",
      "t23"."slice" AS "slice",
      "t23"."account_id" AS "subject_id",
      "t23"."amount" AS "amount"
    FROM (
      SELECT
        "t21"."account_id" AS "account_id",
        "t21"."bought_at" AS "bought_at",
        "t21"."slice" AS "slice",
        "t21"."amount" AS "amount",
        CASE
          WHEN "t21"."bought_at" < (
            SELECT
              MAX("t6"."end_at") AS "Max(end_at)"
            FROM (
              SELECT
                *
              FROM "period" AS "t0"
              WHERE
                "t0"."period" = -1
            ) AS "t6"
          )
          THEN -1
          ELSE "t3"."period"
        END AS "period"
      FROM (
        SELECT
          "t17"."account_id" AS "account_id",
          "t17"."bought_at" AS "bought_at",
          "t17"."slice" AS "slice",
          1 AS "amount",
          CAST(CAST(FLOOR((
            toRelativeSecondNum("t17"."bought_at")
          ) / (
            86400
          )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
        FROM (
          SELECT
            "t14"."account_id" AS "account_id",
            "t14"."bought_at" AS "bought_at",
            "t11"."slice" AS "slice"
          FROM (
            SELECT
              "t9".*
              EXCEPT ("slice")
            FROM (
              SELECT
                *
              FROM "bought" AS "t2"
              WHERE
                "t2"."number" = 1
            ) AS "t9"
          ) AS "t14"
          INNER JOIN (
            SELECT
              "t2"."account_id" AS "buyer",
              "t2"."slice" AS "slice"
            FROM "bought" AS "t2"
            WHERE
              "t2"."number" = 1
          ) AS "t11"
            ON "t14"."account_id" = "t11"."buyer"
        ) AS "t17"
      ) AS "t21"
      LEFT OUTER JOIN "date" AS "t3"
        ON "t21"."utc_date" = "t3"."date"
        AND "t21"."bought_at" >= "t3"."start_at"
        AND "t21"."bought_at" < "t3"."end_at"
    ) AS "t23"
    WHERE
      isNotNull("t23"."period")
  ) AS "t25"
  GROUP BY
    "t25"."period",
    "t25"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t46"."period" AS "period",
    "t46"."slice" AS "slice",
    sumIf("t46"."amount", "t46"."side" = 'numerator') AS "numerator",
    sumIf("t46"."amount", "t46"."side" = 'denominator') AS "denominator",
    sumIf("t46"."amount", "t46"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t42"."period" AS "period",
        "t42"."slice" AS "slice",
        CAST("t42"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t40"."period" AS "period",
          "t40"."slice" AS "slice",
          SUM("t40"."amount") AS "amount"
        FROM (
          SELECT
            "t38"."period" AS "period",
            "t38"."slice" AS "slice",
            "t38"."change" AS "change",
            "t38"."closing" AS "closing",
            "t38"."closing" AS "amount"
          FROM (
            SELECT
              "t36"."period" AS "period",
              "t36"."slice" AS "slice",
              "t36"."change" AS "change",
              SUM("t36"."change") OVER (
                PARTITION BY "t36"."slice"
                ORDER BY "t36"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period" AS "period",
                "t34"."slice" AS "slice",
                COALESCE("t30"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t28"."slice" AS "slice"
                FROM "t26" AS "t28"
              ) AS "t34"
              LEFT OUTER JOIN "t26" AS "t30"
                ON "t5"."period" = "t30"."period" AND "t34"."slice" = "t30"."slice"
            ) AS "t36"
          ) AS "t38"
        ) AS "t40"
        GROUP BY
          "t40"."period",
          "t40"."slice"
      ) AS "t42"
    ) AS "t44"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t43"."period" AS "period",
        "t43"."slice" AS "slice",
        CAST("t43"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t41"."period" AS "period",
          "t41"."slice" AS "slice",
          SUM("t41"."amount") AS "amount"
        FROM (
          SELECT
            "t39"."period" AS "period",
            "t39"."slice" AS "slice",
            "t39"."change" AS "change",
            "t39"."closing" AS "closing",
            "t39"."closing" AS "amount"
          FROM (
            SELECT
              "t37"."period" AS "period",
              "t37"."slice" AS "slice",
              "t37"."change" AS "change",
              SUM("t37"."change") OVER (
                PARTITION BY "t37"."slice"
                ORDER BY "t37"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period" AS "period",
                "t35"."slice" AS "slice",
                COALESCE("t31"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t29"."slice" AS "slice"
                FROM "t27" AS "t29"
              ) AS "t35"
              LEFT OUTER JOIN "t27" AS "t31"
                ON "t5"."period" = "t31"."period" AND "t35"."slice" = "t31"."slice"
            ) AS "t37"
          ) AS "t39"
        ) AS "t41"
        GROUP BY
          "t41"."period",
          "t41"."slice"
      ) AS "t43"
    ) AS "t45"
  ) AS "t46"
  GROUP BY
    "t46"."period",
    "t46"."slice"
) AS "t47"
WHERE
  "t47"."period" > -1
