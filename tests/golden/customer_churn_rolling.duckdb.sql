WITH "t7" AS (
  SELECT
    "t2"."period",
    "t2"."slice",
    CAST(SUM("t2"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM "presence_sums" AS "t2"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t22"."period",
    "t22"."slice",
    SUM("t22"."amount") FILTER(WHERE
      "t22"."side" = 'numerator') AS "numerator",
    SUM("t22"."amount") FILTER(WHERE
      "t22"."side" = 'denominator') AS "denominator",
    SUM("t22"."amount") FILTER(WHERE
      "t22"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t10"."period",
        "t10"."slice",
        CAST("t10"."amount" AS DECIMAL(38, 15)) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t5"."period",
          "t5"."slice",
          SUM("t5"."amount") AS "amount"
        FROM (
          SELECT
            "t0"."period" + 0 AS "period",
            "t0"."slice",
            "t0"."amount"
          FROM "move_counts" AS "t0"
          WHERE
            (
              "t0"."new" OR "t0"."reactivation"
            ) AND "t0"."period" > -1
        ) AS "t5"
        GROUP BY
          1,
          2
      ) AS "t10"
    ) AS "t15"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t9"."period",
          "t9"."slice",
          CAST("t9"."amount" AS DECIMAL(38, 15)) AS "amount",
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
              "t0"."amount"
            FROM "move_counts" AS "t0"
            WHERE
              "t0"."churn" AND "t0"."period" > -1
          ) AS "t4"
          GROUP BY
            1,
            2
        ) AS "t9"
      ) AS "t14"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t19"."period",
          "t19"."slice",
          CAST("t19"."amount" AS DECIMAL(38, 15)) AS "amount",
          'denominator' AS "side"
        FROM (
          SELECT
            "t18"."period",
            "t18"."slice",
            SUM("t18"."amount") AS "amount"
          FROM (
            SELECT
              "t17"."period",
              "t17"."slice",
              "t17"."change",
              "t17"."closing",
              "t17"."closing" - "t17"."change" AS "amount"
            FROM (
              SELECT
                "t16"."period",
                "t16"."slice",
                "t16"."change",
                SUM("t16"."change") OVER (
                  PARTITION BY "t16"."slice"
                  ORDER BY "t16"."period" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "closing"
              FROM (
                SELECT
                  "t6"."period",
                  "t13"."slice",
                  COALESCE("t11"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t1"."period"
                  FROM "period" AS "t1"
                ) AS "t6"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t8"."slice"
                  FROM "t7" AS "t8"
                ) AS "t13"
                LEFT OUTER JOIN "t7" AS "t11"
                  ON "t6"."period" = "t11"."period" AND "t13"."slice" = "t11"."slice"
              ) AS "t16"
            ) AS "t17"
          ) AS "t18"
          GROUP BY
            1,
            2
        ) AS "t19"
      ) AS "t20"
    ) AS "t21"
  ) AS "t22"
  GROUP BY
    1,
    2
) AS "t23"
WHERE
  "t23"."period" > -1
