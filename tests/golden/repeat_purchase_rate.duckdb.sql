WITH "t26" AS (
  SELECT
    "t24"."period",
    "t24"."slice",
    CAST(SUM("t24"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t22"."period",
      "t22"."slice",
      "t22"."account_id" AS "subject_id",
      "t22"."amount"
    FROM (
      SELECT
        "t20"."account_id",
        "t20"."bought_at",
        "t20"."slice",
        "t20"."amount",
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
          "t16"."account_id",
          "t16"."bought_at",
          "t16"."slice",
          1 AS "amount",
          CAST(CAST(FLOOR((
            EPOCH("t16"."bought_at")
          ) / (
            86400
          )) AS BIGINT) AS INT) AS "utc_date"
        FROM (
          SELECT
            "t13"."account_id",
            "t13"."bought_at",
            "t11"."slice"
          FROM (
            SELECT
              "t7".*
              EXCLUDE ("slice")
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
              "t2"."slice"
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
      "t22"."period" IS NOT NULL
  ) AS "t24"
  GROUP BY
    1,
    2
), "t27" AS (
  SELECT
    "t25"."period",
    "t25"."slice",
    CAST(SUM("t25"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t23"."period",
      "t23"."slice",
      "t23"."account_id" AS "subject_id",
      "t23"."amount"
    FROM (
      SELECT
        "t21"."account_id",
        "t21"."bought_at",
        "t21"."slice",
        "t21"."amount",
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
          "t17"."account_id",
          "t17"."bought_at",
          "t17"."slice",
          1 AS "amount",
          CAST(CAST(FLOOR((
            EPOCH("t17"."bought_at")
          ) / (
            86400
          )) AS BIGINT) AS INT) AS "utc_date"
        FROM (
          SELECT
            "t14"."account_id",
            "t14"."bought_at",
            "t11"."slice"
          FROM (
            SELECT
              "t9".*
              EXCLUDE ("slice")
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
              "t2"."slice"
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
      "t23"."period" IS NOT NULL
  ) AS "t25"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t46"."period",
    "t46"."slice",
    SUM("t46"."amount") FILTER(WHERE
      "t46"."side" = 'numerator') AS "numerator",
    SUM("t46"."amount") FILTER(WHERE
      "t46"."side" = 'denominator') AS "denominator",
    SUM("t46"."amount") FILTER(WHERE
      "t46"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t42"."period",
        "t42"."slice",
        CAST("t42"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t40"."period",
          "t40"."slice",
          SUM("t40"."amount") AS "amount"
        FROM (
          SELECT
            "t38"."period",
            "t38"."slice",
            "t38"."change",
            "t38"."closing",
            "t38"."closing" AS "amount"
          FROM (
            SELECT
              "t36"."period",
              "t36"."slice",
              "t36"."change",
              SUM("t36"."change") OVER (
                PARTITION BY "t36"."slice"
                ORDER BY "t36"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period",
                "t34"."slice",
                COALESCE("t30"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t28"."slice"
                FROM "t26" AS "t28"
              ) AS "t34"
              LEFT OUTER JOIN "t26" AS "t30"
                ON "t5"."period" = "t30"."period" AND "t34"."slice" = "t30"."slice"
            ) AS "t36"
          ) AS "t38"
        ) AS "t40"
        GROUP BY
          1,
          2
      ) AS "t42"
    ) AS "t44"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t43"."period",
        "t43"."slice",
        CAST("t43"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t41"."period",
          "t41"."slice",
          SUM("t41"."amount") AS "amount"
        FROM (
          SELECT
            "t39"."period",
            "t39"."slice",
            "t39"."change",
            "t39"."closing",
            "t39"."closing" AS "amount"
          FROM (
            SELECT
              "t37"."period",
              "t37"."slice",
              "t37"."change",
              SUM("t37"."change") OVER (
                PARTITION BY "t37"."slice"
                ORDER BY "t37"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period",
                "t35"."slice",
                COALESCE("t31"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t29"."slice"
                FROM "t27" AS "t29"
              ) AS "t35"
              LEFT OUTER JOIN "t27" AS "t31"
                ON "t5"."period" = "t31"."period" AND "t35"."slice" = "t31"."slice"
            ) AS "t37"
          ) AS "t39"
        ) AS "t41"
        GROUP BY
          1,
          2
      ) AS "t43"
    ) AS "t45"
  ) AS "t46"
  GROUP BY
    1,
    2
) AS "t47"
WHERE
  "t47"."period" > -1
