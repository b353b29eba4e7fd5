WITH "t6" AS (
  SELECT
    "t2"."period",
    "t2"."slice",
    CAST(SUM("t2"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM "presence_sums" AS "t2"
  GROUP BY
    1,
    2
), "t16" AS (
  SELECT
    "t15"."period",
    "t15"."slice",
    SUM("t15"."amount") AS "amount"
  FROM (
    SELECT
      "t14"."period",
      "t14"."slice",
      "t14"."change",
      "t14"."closing",
      "t14"."closing" - "t14"."change" AS "amount"
    FROM (
      SELECT
        "t13"."period",
        "t13"."slice",
        "t13"."change",
        SUM("t13"."change") OVER (
          PARTITION BY "t13"."slice"
          ORDER BY "t13"."period" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS "closing"
      FROM (
        SELECT
          "t5"."period",
          "t11"."slice",
          COALESCE("t9"."change", 0) AS "change"
        FROM (
          SELECT
            "t1"."period"
          FROM "period" AS "t1"
        ) AS "t5"
        CROSS JOIN (
          SELECT DISTINCT
            "t7"."slice"
          FROM "t6" AS "t7"
        ) AS "t11"
        LEFT OUTER JOIN "t6" AS "t9"
          ON "t5"."period" = "t9"."period" AND "t11"."slice" = "t9"."slice"
      ) AS "t13"
    ) AS "t14"
  ) AS "t15"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t21"."period",
    "t21"."slice",
    SUM("t21"."amount") FILTER(WHERE
      "t21"."side" = 'numerator') AS "numerator",
    SUM("t21"."amount") FILTER(WHERE
      "t21"."side" = 'denominator') AS "denominator",
    SUM("t21"."amount") FILTER(WHERE
      "t21"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t17"."period",
        "t17"."slice",
        CAST("t17"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM "t16" AS "t17"
    ) AS "t18"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t17"."period",
          "t17"."slice",
          CAST("t17"."amount" AS DECIMAL(38, 15)) AS "amount",
          'numerator' AS "side"
        FROM "t16" AS "t17"
      ) AS "t19"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t8"."period",
          "t8"."slice",
          -(
            CAST("t8"."amount" AS DECIMAL(38, 15))
          ) AS "amount",
          'numerator' AS "side"
        FROM (
          SELECT
            "t4"."period",
            "t4"."slice",
            SUM("t4"."amount") AS "amount"
          FROM (
            SELECT
              "t0"."period" + 0 AS "period",
              "t0"."slice",
              "t0"."lost" AS "amount"
            FROM "outcome_sums" AS "t0"
            WHERE
              "t0"."period" > -1
          ) AS "t4"
          GROUP BY
            1,
            2
        ) AS "t8"
      ) AS "t12"
    ) AS "t20"
  ) AS "t21"
  GROUP BY
    1,
    2
) AS "t22"
WHERE
  "t22"."period" > -1
