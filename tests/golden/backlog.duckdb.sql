WITH "t13" AS (
  SELECT
    "t11"."period",
    "t11"."slice",
    CAST(SUM("t11"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t9"."period",
      "t9"."slice",
      "t9"."account_id" AS "subject_id",
      1 AS "amount"
    FROM (
      SELECT
        "t7".*
        EXCLUDE ("end_at", "start_at")
      FROM (
        SELECT
          "t6"."ticket",
          "t6"."account_id",
          "t6"."person_id",
          "t6"."opened_at",
          "t6"."first_response_at",
          "t6"."solved_at",
          "t6"."priority",
          "t6"."channel",
          "t6"."satisfaction",
          "t6"."slice",
          "t2"."period",
          "t2"."start_at",
          "t2"."end_at"
        FROM (
          SELECT
            "t1"."ticket",
            "t1"."account_id",
            "t1"."person_id",
            "t1"."opened_at",
            "t1"."first_response_at",
            "t1"."solved_at",
            "t1"."priority",
            "t1"."channel",
            "t1"."satisfaction",
            '' AS "slice"
          FROM "ticket" AS "t1"
        ) AS "t6"
        INNER JOIN "period" AS "t2"
          ON "t6"."opened_at" >= "t2"."start_at" AND "t6"."opened_at" < "t2"."end_at"
      ) AS "t7"
    ) AS "t9"
  ) AS "t11"
  GROUP BY
    1,
    2
), "t14" AS (
  SELECT
    "t12"."period",
    "t12"."slice",
    CAST(SUM("t12"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t10"."period",
      "t10"."slice",
      "t10"."account_id" AS "subject_id",
      1 AS "amount"
    FROM (
      SELECT
        "t8".*
        EXCLUDE ("end_at", "start_at")
      FROM (
        SELECT
          "t6"."ticket",
          "t6"."account_id",
          "t6"."person_id",
          "t6"."opened_at",
          "t6"."first_response_at",
          "t6"."solved_at",
          "t6"."priority",
          "t6"."channel",
          "t6"."satisfaction",
          "t6"."slice",
          "t2"."period",
          "t2"."start_at",
          "t2"."end_at"
        FROM (
          SELECT
            "t1"."ticket",
            "t1"."account_id",
            "t1"."person_id",
            "t1"."opened_at",
            "t1"."first_response_at",
            "t1"."solved_at",
            "t1"."priority",
            "t1"."channel",
            "t1"."satisfaction",
            '' AS "slice"
          FROM "ticket" AS "t1"
        ) AS "t6"
        INNER JOIN "period" AS "t2"
          ON "t6"."solved_at" >= "t2"."start_at" AND "t6"."solved_at" < "t2"."end_at"
      ) AS "t8"
    ) AS "t10"
  ) AS "t12"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t33"."period",
    "t33"."slice",
    SUM("t33"."amount") FILTER(WHERE
      "t33"."side" = 'numerator') AS "numerator",
    SUM("t33"."amount") FILTER(WHERE
      "t33"."side" = 'denominator') AS "denominator",
    SUM("t33"."amount") FILTER(WHERE
      "t33"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t29"."period",
        "t29"."slice",
        CAST("t29"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t27"."period",
          "t27"."slice",
          SUM("t27"."amount") AS "amount"
        FROM (
          SELECT
            "t25"."period",
            "t25"."slice",
            "t25"."change",
            "t25"."closing",
            "t25"."closing" AS "amount"
          FROM (
            SELECT
              "t23"."period",
              "t23"."slice",
              "t23"."change",
              SUM("t23"."change") OVER (
                PARTITION BY "t23"."slice"
                ORDER BY "t23"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period",
                "t21"."slice",
                COALESCE("t17"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t15"."slice"
                FROM "t13" AS "t15"
              ) AS "t21"
              LEFT OUTER JOIN "t13" AS "t17"
                ON "t5"."period" = "t17"."period" AND "t21"."slice" = "t17"."slice"
            ) AS "t23"
          ) AS "t25"
        ) AS "t27"
        GROUP BY
          1,
          2
      ) AS "t29"
    ) AS "t31"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t30"."period",
        "t30"."slice",
        -(
          CAST("t30"."amount" AS DECIMAL(38, 15))
        ) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t28"."period",
          "t28"."slice",
          SUM("t28"."amount") AS "amount"
        FROM (
          SELECT
            "t26"."period",
            "t26"."slice",
            "t26"."change",
            "t26"."closing",
            "t26"."closing" AS "amount"
          FROM (
            SELECT
              "t24"."period",
              "t24"."slice",
              "t24"."change",
              SUM("t24"."change") OVER (
                PARTITION BY "t24"."slice"
                ORDER BY "t24"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period",
                "t22"."slice",
                COALESCE("t18"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t16"."slice"
                FROM "t14" AS "t16"
              ) AS "t22"
              LEFT OUTER JOIN "t14" AS "t18"
                ON "t5"."period" = "t18"."period" AND "t22"."slice" = "t18"."slice"
            ) AS "t24"
          ) AS "t26"
        ) AS "t28"
        GROUP BY
          1,
          2
      ) AS "t30"
    ) AS "t32"
  ) AS "t33"
  GROUP BY
    1,
    2
) AS "t34"
WHERE
  "t34"."period" > -1
