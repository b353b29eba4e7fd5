SELECT
  *
FROM (
  SELECT
    "t16"."period",
    "t16"."slice",
    SUM("t16"."amount") FILTER(WHERE
      "t16"."side" = 'numerator') AS "numerator",
    SUM("t16"."amount") FILTER(WHERE
      "t16"."side" = 'denominator') AS "denominator",
    SUM("t16"."amount") FILTER(WHERE
      "t16"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t14"."period",
        "t14"."slice",
        CAST("t14"."amount" AS DECIMAL(38, 15)) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t13"."period",
          "t13"."slice",
          SUM("t13"."amount") AS "amount"
        FROM (
          SELECT
            "t11"."period" + 0 AS "period",
            "t11"."slice",
            "t11"."subject_id",
            "t11"."amount"
          FROM (
            SELECT
              "t8"."period",
              '' AS "slice",
              "t8"."account_id" AS "subject_id",
              CAST(COALESCE("t8"."converted_at" < (
                "t8"."started_at" + INTERVAL '30' DAY
              ), FALSE) AS BIGINT) AS "amount"
            FROM (
              SELECT
                "t7".*
                EXCLUDE ("end_at", "start_at")
              FROM (
                SELECT
                  "t6"."account_id",
                  "t6"."subscription",
                  "t6"."plan",
                  "t6"."started_at",
                  "t6"."ends_at",
                  "t6"."converted_at",
                  "t6"."outcome",
                  "t4"."period",
                  "t4"."start_at",
                  "t4"."end_at"
                FROM (
                  SELECT
                    *
                  FROM "trial" AS "t0"
                  WHERE
                    (
                      "t0"."started_at" + INTERVAL '30' DAY
                    ) <= (
                      SELECT
                        MAX("t1"."end_at") AS "Max(end_at)"
                      FROM "period" AS "t1"
                    )
                ) AS "t6"
                INNER JOIN (
                  SELECT
                    *
                  FROM "period" AS "t1"
                  WHERE
                    "t1"."period" > -1
                ) AS "t4"
                  ON "t6"."started_at" >= "t4"."start_at" AND "t6"."started_at" < "t4"."end_at"
              ) AS "t7"
            ) AS "t8"
          ) AS "t11"
          WHERE
            "t11"."amount" > 0 AND "t11"."period" > -1
        ) AS "t13"
        GROUP BY
          1,
          2
      ) AS "t14"
    ) AS "t15"
    UNION ALL
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
          "t9"."period",
          "t9"."slice",
          SUM("t9"."amount") AS "amount"
        FROM (
          SELECT
            "t8"."period" + 0 AS "period",
            '' AS "slice",
            "t8"."account_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t7".*
              EXCLUDE ("end_at", "start_at")
            FROM (
              SELECT
                "t6"."account_id",
                "t6"."subscription",
                "t6"."plan",
                "t6"."started_at",
                "t6"."ends_at",
                "t6"."converted_at",
                "t6"."outcome",
                "t4"."period",
                "t4"."start_at",
                "t4"."end_at"
              FROM (
                SELECT
                  *
                FROM "trial" AS "t0"
                WHERE
                  (
                    "t0"."started_at" + INTERVAL '30' DAY
                  ) <= (
                    SELECT
                      MAX("t1"."end_at") AS "Max(end_at)"
                    FROM "period" AS "t1"
                  )
              ) AS "t6"
              INNER JOIN (
                SELECT
                  *
                FROM "period" AS "t1"
                WHERE
                  "t1"."period" > -1
              ) AS "t4"
                ON "t6"."started_at" >= "t4"."start_at" AND "t6"."started_at" < "t4"."end_at"
            ) AS "t7"
          ) AS "t8"
          WHERE
            "t8"."period" > -1
        ) AS "t9"
        GROUP BY
          1,
          2
      ) AS "t10"
    ) AS "t12"
  ) AS "t16"
  GROUP BY
    1,
    2
) AS "t17"
WHERE
  "t17"."period" > -1
