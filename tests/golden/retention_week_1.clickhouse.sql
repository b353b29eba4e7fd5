WITH "t10" AS (
  SELECT
    "t4"."subject_id" AS "subject_id",
    "t4"."first_at" AS "first_at",
    "t4"."day" AS "day",
    "t4"."slice" AS "slice",
    "t8"."period" AS "period",
    "t8"."start_at" AS "start_at",
    "t8"."end_at" AS "end_at"
  FROM "first_days" AS "t4"
  INNER JOIN (
    SELECT
      *
    FROM "period" AS "t3"
    WHERE
      "t3"."period" > -1
  ) AS "t8"
    ON "t4"."first_at" >= "t8"."start_at" AND "t4"."first_at" < "t8"."end_at"
)
SELECT
  *
FROM (
  SELECT
    "t23"."period" AS "period",
    "t23"."slice" AS "slice",
    sumIf("t23"."amount", "t23"."side" = 'numerator') AS "numerator",
    sumIf("t23"."amount", "t23"."side" = 'denominator') AS "denominator",
    sumIf("t23"."amount", "t23"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t21"."period" AS "period",
        "t21"."slice" AS "slice",
        CAST("t21"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t20"."period" AS "period",
          "t20"."slice" AS "slice",
          SUM("t20"."amount") AS "amount"
        FROM (
          SELECT
            "t19"."period" + 0 AS "period",
            "t19"."slice" AS "slice",
            "t19"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT DISTINCT
              "t17"."period" AS "period",
              "t17"."slice" AS "slice",
              "t17"."subject_id" AS "subject_id"
            FROM (
              SELECT
                "t15"."subject_id" AS "subject_id",
                "t15"."first_at" AS "first_at",
                "t15"."day" AS "day",
                "t15"."slice" AS "slice",
                "t15"."period" AS "period",
                "t6"."actor" AS "actor",
                "t6"."active" AS "active"
              FROM (
                SELECT
                  "t12"."subject_id" AS "subject_id",
                  "t12"."first_at" AS "first_at",
                  "t12"."day" AS "day",
                  "t12"."slice" AS "slice",
                  "t12"."period" AS "period"
                FROM "t10" AS "t12"
                WHERE
                  "t12"."day" > -1
                  AND (
                    "t12"."day" + 13
                  ) <= (
                    SELECT
                      MAX(CAST("t9"."day" AS Nullable(Int64))) AS "Max(Cast(day, int64))"
                    FROM (
                      SELECT
                        *
                      FROM "day" AS "t1"
                      WHERE
                        "t1"."day" > -1
                        AND (
                          toRelativeSecondNum("t1"."end_at") - toRelativeSecondNum("t1"."start_at")
                        ) >= 82800
                    ) AS "t9"
                  )
              ) AS "t15"
              INNER JOIN (
                SELECT
                  "t2"."subject_id" AS "actor",
                  "t2"."day" AS "active"
                FROM "actor_days" AS "t2"
              ) AS "t6"
                ON "t15"."subject_id" = "t6"."actor"
            ) AS "t17"
            WHERE
              "t17"."active" >= (
                "t17"."day" + 7
              )
              AND "t17"."active" <= (
                "t17"."day" + 13
              )
          ) AS "t19"
          WHERE
            "t19"."period" > -1
        ) AS "t20"
        GROUP BY
          "t20"."period",
          "t20"."slice"
      ) AS "t21"
    ) AS "t22"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t16"."period" AS "period",
        "t16"."slice" AS "slice",
        CAST("t16"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t13"."period" AS "period",
          "t13"."slice" AS "slice",
          SUM("t13"."amount") AS "amount"
        FROM (
          SELECT
            "t12"."period" + 0 AS "period",
            "t12"."slice" AS "slice",
            "t12"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM "t10" AS "t12"
          WHERE
            "t12"."day" > -1
            AND (
              "t12"."day" + 13
            ) <= (
              SELECT
                MAX(CAST("t9"."day" AS Nullable(Int64))) AS "Max(Cast(day, int64))"
              FROM (
                SELECT
                  *
                FROM "day" AS "t1"
                WHERE
                  "t1"."day" > -1
                  AND (
                    toRelativeSecondNum("t1"."end_at") - toRelativeSecondNum("t1"."start_at")
                  ) >= 82800
              ) AS "t9"
            )
            AND "t12"."period" > -1
        ) AS "t13"
        GROUP BY
          "t13"."period",
          "t13"."slice"
      ) AS "t16"
    ) AS "t18"
  ) AS "t23"
  GROUP BY
    "t23"."period",
    "t23"."slice"
) AS "t24"
WHERE
  "t24"."period" > -1
