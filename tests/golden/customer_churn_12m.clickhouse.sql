WITH "t7" AS (
  SELECT
    "t5"."period" AS "period",
    "t5"."slice" AS "slice",
    CAST(SUM("t5"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      CAST("t1"."period" + 11 AS Nullable(Int32)) AS "period",
      "t1"."slice" AS "slice",
      "t1"."subject_id" AS "subject_id",
      "t1"."amount" AS "amount"
    FROM "presence" AS "t1"
  ) AS "t5"
  GROUP BY
    "t5"."period",
    "t5"."slice"
), "t13" AS (
  SELECT
    "t9"."period" AS "period",
    "t9"."slice" AS "slice",
    CAST(SUM("t9"."amount") AS Nullable(Decimal(20, 6))) AS "change"
  FROM (
    SELECT
      "t6"."period" AS "period",
      "t6"."slice" AS "slice",
      "t6"."account_id" AS "subject_id",
      "t6"."amount" AS "amount"
    FROM (
      SELECT
        "t2"."account_id" AS "account_id",
        "t2"."period" AS "period",
        "t2"."slice" AS "slice",
        "t2"."m0" AS "m0",
        "t2"."m1" AS "m1",
        "t2"."before0" AS "before0",
        "t2"."before1" AS "before1",
        CAST((
          "t2"."m0" > 0
        ) AND (
          "t2"."m1" = 0
        ) AS Nullable(Int64)) - CAST((
          "t2"."before0" > 0
        ) AND (
          "t2"."before1" = 0
        ) AS Nullable(Int64)) AS "amount"
      FROM "trailing" AS "t2"
    ) AS "t6"
    WHERE
      "t6"."amount" <> 0
  ) AS "t9"
  GROUP BY
    "t9"."period",
    "t9"."slice"
)
SELECT
  *
FROM (
  SELECT
    "t28"."period" AS "period",
    "t28"."slice" AS "slice",
    sumIf("t28"."amount", "t28"."side" = 'numerator') AS "numerator",
    sumIf("t28"."amount", "t28"."side" = 'denominator') AS "denominator",
    sumIf("t28"."amount", "t28"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t26"."period" AS "period",
        "t26"."slice" AS "slice",
        CAST("t26"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t24"."period" AS "period",
          "t24"."slice" AS "slice",
          SUM("t24"."amount") AS "amount"
        FROM (
          SELECT
            "t22"."period" AS "period",
            "t22"."slice" AS "slice",
            "t22"."change" AS "change",
            "t22"."closing" AS "closing",
            "t22"."closing" AS "amount"
          FROM (
            SELECT
              "t20"."period" AS "period",
              "t20"."slice" AS "slice",
              "t20"."change" AS "change",
              SUM("t20"."change") OVER (
                PARTITION BY "t20"."slice"
                ORDER BY "t20"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t4"."period" AS "period",
                "t18"."slice" AS "slice",
                COALESCE("t15"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t4"
              CROSS JOIN (
                SELECT DISTINCT
                  "t14"."slice" AS "slice"
                FROM "t13" AS "t14"
              ) AS "t18"
              LEFT OUTER JOIN "t13" AS "t15"
                ON "t4"."period" = "t15"."period" AND "t18"."slice" = "t15"."slice"
            ) AS "t20"
          ) AS "t22"
        ) AS "t24"
        GROUP BY
          "t24"."period",
          "t24"."slice"
      ) AS "t26"
    ) AS "t27"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t23"."period" AS "period",
        "t23"."slice" AS "slice",
        CAST("t23"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t21"."period" AS "period",
          "t21"."slice" AS "slice",
          SUM("t21"."amount") AS "amount"
        FROM (
          SELECT
            "t19"."period" AS "period",
            "t19"."slice" AS "slice",
            "t19"."change" AS "change",
            "t19"."closing" AS "closing",
            "t19"."closing" - "t19"."change" AS "amount"
          FROM (
            SELECT
              "t16"."period" AS "period",
              "t16"."slice" AS "slice",
              "t16"."change" AS "change",
              SUM("t16"."change") OVER (
                PARTITION BY "t16"."slice"
                ORDER BY "t16"."period" ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS "closing"
            FROM (
              SELECT
                "t4"."period" AS "period",
                "t12"."slice" AS "slice",
                COALESCE("t10"."change", 0) AS "change"
              FROM (
                SELECT
                  "t0"."period" AS "period"
                FROM "period" AS "t0"
              ) AS "t4"
              CROSS JOIN (
                SELECT DISTINCT
                  "t8"."slice" AS "slice"
                FROM "t7" AS "t8"
              ) AS "t12"
              LEFT OUTER JOIN "t7" AS "t10"
                ON "t4"."period" = "t10"."period" AND "t12"."slice" = "t10"."slice"
            ) AS "t16"
          ) AS "t19"
        ) AS "t21"
        GROUP BY
          "t21"."period",
          "t21"."slice"
      ) AS "t23"
    ) AS "t25"
  ) AS "t28"
  GROUP BY
    "t28"."period",
    "t28"."slice"
) AS "t29"
WHERE
  "t29"."period" > -1
