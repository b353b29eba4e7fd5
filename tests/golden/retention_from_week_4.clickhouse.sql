WITH "t11" AS (
  SELECT
    "t9"."subject_id" AS "subject_id",
    "t9"."first_at" AS "first_at",
    "t9"."day" AS "day",
    "t9"."slice" AS "slice",
    "t4"."period" AS "period"
  FROM (
    SELECT
      "t1"."subject_id" AS "subject_id",
      "t1"."first_at" AS "first_at",
      "t1"."day" AS "day",
      "t1"."slice" AS "slice",
      CAST(CAST(FLOOR((
        toRelativeSecondNum("t1"."first_at")
      ) / (
        86400
      )) AS Nullable(Int64)) AS Nullable(Int32)) AS "utc_date"
    FROM "first_days" AS "t1"
  ) AS "t9"
  INNER JOIN "date" AS "t4"
    ON "t9"."utc_date" = "t4"."date"
    AND "t9"."first_at" >= "t4"."start_at"
    AND "t9"."first_at" < "t4"."end_at"
)
SELECT
  *
FROM (
  SELECT
    "t22"."period" AS "period",
    "t22"."slice" AS "slice",
    sumIf("t22"."amount", "t22"."side" = 'numerator') AS "numerator",
    sumIf("t22"."amount", "t22"."side" = 'denominator') AS "denominator",
    sumIf("t22"."amount", "t22"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t20"."period" AS "period",
        "t20"."slice" AS "slice",
        CAST("t20"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t19"."period" AS "period",
          "t19"."slice" AS "slice",
          SUM("t19"."amount") AS "amount"
        FROM (
          SELECT
            "t17"."period" + 0 AS "period",
            "t17"."slice" AS "slice",
            "t17"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM (
            SELECT
              "t15"."subject_id" AS "subject_id",
              "t15"."first_at" AS "first_at",
              "t15"."day" AS "day",
              "t15"."slice" AS "slice",
              "t15"."period" AS "period",
              "t6"."actor" AS "actor",
              "t6"."latest" AS "latest"
            FROM (
              SELECT
                *
              FROM "t11" AS "t12"
              WHERE
                "t12"."day" > -1
                AND (
                  "t12"."day" + 28
                ) <= (
                  SELECT
                    MAX(CAST("t8"."day" AS Nullable(Int64))) AS "Max(Cast(day, int64))"
                  FROM (
                    SELECT
                      *
                    FROM "day" AS "t3"
                    WHERE
                      "t3"."day" > -1
                      AND (
                        toRelativeSecondNum("t3"."end_at") - toRelativeSecondNum("t3"."start_at")
                      ) >= 82800
                  ) AS "t8"
                )
            ) AS "t15"
            INNER JOIN (
              SELECT
                "t0"."subject_id" AS "actor",
                MAX("t0"."day") AS "latest"
              FROM "actor_days" AS "t0"
              GROUP BY
                "t0"."subject_id"
            ) AS "t6"
              ON "t15"."subject_id" = "t6"."actor"
          ) AS "t17"
          WHERE
            "t17"."latest" >= (
              "t17"."day" + 28
            ) AND "t17"."period" > -1
        ) AS "t19"
        GROUP BY
          "t19"."period",
          "t19"."slice"
      ) AS "t20"
    ) AS "t21"
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
          FROM "t11" AS "t12"
          WHERE
            "t12"."day" > -1
            AND (
              "t12"."day" + 28
            ) <= (
              SELECT
                MAX(CAST("t8"."day" AS Nullable(Int64))) AS "Max(Cast(day, int64))"
              FROM (
                SELECT
                  *
                FROM "day" AS "t3"
                WHERE
                  "t3"."day" > -1
                  AND (
                    toRelativeSecondNum("t3"."end_at") - toRelativeSecondNum("t3"."start_at")
                  ) >= 82800
              ) AS "t8"
            )
            AND "t12"."period" > -1
        ) AS "t13"
        GROUP BY
          "t13"."period",
          "t13"."slice"
      ) AS "t16"
    ) AS "t18"
  ) AS "t22"
  GROUP BY
    "t22"."period",
    "t22"."slice"
) AS "t23"
WHERE
  "t23"."period" > -1
