WITH "t6" AS (
  SELECT
    "t5"."period" AS "period",
    "t5"."slice" AS "slice",
    "t5"."subject_id" AS "subject_id",
    "t5"."started_at" AS "started_at",
    "t5"."end_at" AS "end_at",
    maxIf("t5"."effective_at", "t5"."left") AS "gone_at",
    maxIf("t5"."effective_at", NOT (
      "t5"."left"
    )) AS "back_at"
  FROM (
    SELECT
      "t2"."subject_id" AS "subject_id",
      "t2"."slice" AS "slice",
      "t2"."started_at" AS "started_at",
      "t2"."effective_at" AS "effective_at",
      "t2"."left" AS "left",
      "t4"."period" AS "period",
      "t4"."end_at" AS "end_at"
    FROM "crossings" AS "t2"
    INNER JOIN (
      SELECT
        "t1"."period" AS "period",
        "t1"."end_at" AS "end_at"
      FROM "period" AS "t1"
      WHERE
        "t1"."period" > -1
    ) AS "t4"
      ON "t2"."effective_at" < "t4"."end_at"
  ) AS "t5"
  GROUP BY
    "t5"."period",
    "t5"."slice",
    "t5"."subject_id",
    "t5"."started_at",
    "t5"."end_at"
)
SELECT
  *
FROM (
  SELECT
    "t14"."period" AS "period",
    "t14"."slice" AS "slice",
    sumIf("t14"."amount", "t14"."side" = 'numerator') AS "numerator",
    sumIf("t14"."amount", "t14"."side" = 'denominator') AS "denominator",
    sumIf("t14"."amount", "t14"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t12"."period" AS "period",
        "t12"."slice" AS "slice",
        "t12"."amount" AS "amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t11"."period" AS "period",
          "t11"."slice" AS "slice",
          SUM(CAST("t11"."amount" AS Nullable(Decimal(38, 15)))) AS "amount"
        FROM (
          SELECT
            "t7"."period" + 0 AS "period",
            "t7"."slice" AS "slice",
            "t7"."subject_id" AS "subject_id",
            CAST(FLOOR(
              (
                toRelativeSecondNum(
                  CASE
                    WHEN COALESCE("t7"."gone_at" >= "t7"."back_at", FALSE)
                    THEN "t7"."gone_at"
                    ELSE "t7"."end_at"
                  END
                ) - toRelativeSecondNum("t7"."started_at")
              ) / 86400
            ) AS Nullable(Int64)) / 30.436875 AS "amount"
          FROM "t6" AS "t7"
          WHERE
            "t7"."period" > -1
        ) AS "t11"
        GROUP BY
          "t11"."period",
          "t11"."slice"
      ) AS "t12"
    ) AS "t13"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t9"."period" AS "period",
        "t9"."slice" AS "slice",
        CAST("t9"."amount" AS Nullable(Decimal(38, 15))) AS "amount",
        'denominator' AS "side"
      FROM (
        SELECT
          "t8"."period" AS "period",
          "t8"."slice" AS "slice",
          SUM("t8"."amount") AS "amount"
        FROM (
          SELECT
            "t7"."period" + 0 AS "period",
            "t7"."slice" AS "slice",
            "t7"."subject_id" AS "subject_id",
            1 AS "amount"
          FROM "t6" AS "t7"
          WHERE
            COALESCE("t7"."gone_at" >= "t7"."back_at", FALSE) AND "t7"."period" > -1
        ) AS "t8"
        GROUP BY
          "t8"."period",
          "t8"."slice"
      ) AS "t9"
    ) AS "t10"
  ) AS "t14"
  GROUP BY
    "t14"."period",
    "t14"."slice"
) AS "t15"
WHERE
  "t15"."period" > -1
