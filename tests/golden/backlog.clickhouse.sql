WITH "t13" AS (
  SELECT
    "t11"."period" AS "period",
    "t11"."slice" AS "slice",
    CAST(SUM("t11"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t9"."period" AS "period",
      "t9"."slice" AS "slice",
      "t9"."account_id" AS "subject_id",
      1 AS "amount"
    FROM (
      SELECT
        "t7".*
        EXCEPT ("end_at", "start_at")
      FROM (
        SELECT
          "t6"."ticket" AS "ticket",
          "t6"."account_id" AS "account_id",
          "t6"."person_id" AS "person_id",
          "t6"."opened_at" AS "opened_at",
          "t6"."first_response_at" AS "first_response_at",
          "t6"."solved_at" AS "solved_at",
          "t6"."priority" AS "priority",
          "t6"."channel" AS "channel",
          "t6"."satisfaction" AS "satisfaction",
          "t6"."slice" AS "slice",
          "t2"."period" AS "period",
          "t2"."start_at" AS "start_at",
          "t2"."end_at" AS "end_at"
        FROM (
          SELECT
            "t1"."ticket" AS "ticket",
            "t1"."account_id" AS "account_id",
            "t1"."person_id" AS "person_id",
            "t1"."opened_at" AS "opened_at",
            "t1"."first_response_at" AS "first_response_at",
            "t1"."solved_at" AS "solved_at",
            "t1"."priority" AS "priority",
            "t1"."channel" AS "channel",
            "t1"."satisfaction" AS "satisfaction",
            '' AS "slice"
          FROM "ticket" AS "t1"
        ) AS "t6"
        INNER JOIN "period" AS "t2"
          ON "t6"."opened_at" >= "t2"."start_at" AND "t6"."opened_at" < "t2"."end_at"
      ) AS "t7"
    ) AS "t9"
  ) AS "t11"
  GROUP BY
    "t11"."period",
    "t11"."slice"
), "t14" AS (
  SELECT
    "t12"."period" AS "period",
    "t12"."slice" AS "slice",
    CAST(SUM("t12"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t10"."period" AS "period",
      "t10"."slice" AS "slice",
      "t10"."account_id" AS "subject_id",
      1 AS "amount"
    FROM (
      SELECT
        "t8".*
        EXCEPT ("end_at", "start_at")
      FROM (
        SELECT
          "t6"."ticket" AS "ticket",
          "t6"."account_id" AS "account_id",
          "t6"."person_id" AS "person_id",
          "t6"."opened_at" AS "opened_at",
          "t6"."first_response_at" AS "first_response_at",
          "t6"."solved_at" AS "solved_at",
          "t6"."priority" AS "priority",
          "t6"."channel" AS "channel",
          "t6"."satisfaction" AS "satisfaction",
          "t6"."slice" AS "slice",
          "t2"."period" AS "period",
          "t2"."start_at" AS "start_at",
          "t2"."end_at" AS "end_at"
        FROM (
          SELECT
            "t1"."ticket" AS "ticket",
            "t1"."account_id" AS "account_id",
            "t1"."person_id" AS "person_id",
            "t1"."opened_at" AS "opened_at",
            "t1"."first_response_at" AS "first_response_at",
            "t1"."solved_at" AS "solved_at",
            "t1"."priority" AS "priority",
            "t1"."channel" AS "channel",
            "t1"."satisfaction" AS "satisfaction",
            '' AS "slice"
          FROM "ticket" AS "t1"
        ) AS "t6"
        INNER JOIN "period" AS "t2"
          ON "t6"."solved_at" >= "t2"."start_at" AND "t6"."solved_at" < "t2"."end_at"
      ) AS "t8"
    ) AS "t10"
  ) AS "t12"
  GROUP BY
    "t12"."period",
    "t12"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t33"."period" AS "period",
    "t33"."slice" AS "slice",
    sumIf("t33"."amount", "t33"."side" = 'numerator') AS "numerator",
    sumIf("t33"."amount", "t33"."side" = 'denominator') AS "denominator",
    sumIf("t33"."amount", "t33"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t29"."period" AS "period",
        "t29"."slice" AS "slice",
        CAST("t29"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t27"."period" AS "period",
          "t27"."slice" AS "slice",
          SUM("t27"."amount") AS "amount"
        FROM (
          SELECT
            "t25"."period" AS "period",
            "t25"."slice" AS "slice",
            "t25"."change" AS "change",
            "t25"."closing" AS "closing",
            "t25"."closing" AS "amount"
          FROM (
            SELECT
              "t23"."period" AS "period",
              "t23"."slice" AS "slice",
              "t23"."change" AS "change",
              SUM("t23"."change") OVER (
                PARTITION BY "t23"."slice"
                ORDER BY "t23"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period" AS "period",
                "t21"."slice" AS "slice",
                COALESCE("t17"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t15"."slice" AS "slice"
                FROM "t13" AS "t15"
              ) AS "t21"
              LEFT OUTER JOIN "t13" AS "t17"
                ON "t5"."period" = "t17"."period" AND "t21"."slice" = "t17"."slice"
            ) AS "t23"
          ) AS "t25"
        ) AS "t27"
        GROUP BY
          "t27"."period",
          "t27"."slice"
      ) AS "t29"
    ) AS "t31"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t30"."period" AS "period",
        "t30"."slice" AS "slice",
        -(
          CAST("t30"."amount" AS Nullable(Decimal(38, 15)))
        ) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t28"."period" AS "period",
          "t28"."slice" AS "slice",
          SUM("t28"."amount") AS "amount"
        FROM (
          SELECT
            "t26"."period" AS "period",
            "t26"."slice" AS "slice",
            "t26"."change" AS "change",
            "t26"."closing" AS "closing",
            "t26"."closing" AS "amount"
          FROM (
            SELECT
              "t24"."period" AS "period",
              "t24"."slice" AS "slice",
              "t24"."change" AS "change",
              SUM("t24"."change") OVER (
                PARTITION BY "t24"."slice"
                ORDER BY "t24"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t5"."period" AS "period",
                "t22"."slice" AS "slice",
                COALESCE("t18"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t5"
              CROSS JOIN (
                SELECT DISTINCT
                  "t16"."slice" AS "slice"
                FROM "t14" AS "t16"
              ) AS "t22"
              LEFT OUTER JOIN "t14" AS "t18"
                ON "t5"."period" = "t18"."period" AND "t22"."slice" = "t18"."slice"
            ) AS "t24"
          ) AS "t26"
        ) AS "t28"
        GROUP BY
          "t28"."period",
          "t28"."slice"
      ) AS "t30"
    ) AS "t32"
  ) AS "t33"
  GROUP BY
    "t33"."period",
    "t33"."slice"
) AS "t34"
WHERE
  "t34"."period" > -1
