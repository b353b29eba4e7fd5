WITH "t10" AS (
  SELECT
    "t7"."period",
    "t7"."slice",
    CAST(SUM("t7"."amount") AS DECIMAL(20, 6)) AS "change"
  FROM (
    SELECT
      "t2"."period" + 0 AS "period",
      "t2"."slice",
      "t2"."amount"
    FROM "presence_sums" AS "t2"
  ) AS "t7"
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    "t23"."period",
    "t23"."slice",
    SUM("t23"."amount") FILTER(WHERE
      "t23"."side" = 'numerator') AS "numerator",
    SUM("t23"."amount") FILTER(WHERE
      "t23"."side" = 'denominator') AS "denominator",
    SUM("t23"."amount") FILTER(WHERE
      "t23"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t9"."period",
        "t9"."slice",
        CAST("t9"."amount" AS DECIMAL(38, 15)) AS "amount",
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
      ) AS "t9"
    ) AS "t13"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t8"."period",
          "t8"."slice",
          CAST("t8"."amount" AS DECIMAL(38, 15)) AS "amount",
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
        ) AS "t8"
      ) AS "t12"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t20"."period",
          "t20"."slice",
          CAST("t20"."amount" AS DECIMAL(38, 15)) AS "amount",
          'denominator' AS "side"
        FROM (
          SELECT
            "t19"."period",
            "t19"."slice",
            SUM("t19"."amount") AS "amount"
          FROM (
            SELECT
              "t18"."period",
              "t18"."slice",
              "t18"."change",
              "t18"."closing",
              "t18"."closing" - "t18"."change" AS "amount"
            FROM (
              SELECT
                "t17"."period",
                "t17"."slice",
                "t17"."change",
                SUM("t17"."change") OVER (
                  PARTITION BY "t17"."slice"
                  ORDER BY "t17"."period" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS "closing"
              FROM (
                SELECT
                  "t6"."period",
                  "t16"."slice",
                  COALESCE("t14"."change", 0) AS "change"
                FROM (
                  SELECT
                    "t1"."period"
                  FROM "period" AS "t1"
                ) AS "t6"
                CROSS JOIN (
                  SELECT DISTINCT
                    "t11"."slice"
                  FROM "t10" AS "t11"
                ) AS "t16"
                LEFT OUTER JOIN "t10" AS "t14"
                  ON "t6"."period" = "t14"."period" AND "t16"."slice" = "t14"."slice"
              ) AS "t17"
            ) AS "t18"
          ) AS "t19"
          GROUP BY
            1,
            2
        ) AS "t20"
      ) AS "t21"
    ) AS "t22"
  ) AS "t23"
  GROUP BY
    1,
    2
) AS "t24"
WHERE
  "t24"."period" > -1
