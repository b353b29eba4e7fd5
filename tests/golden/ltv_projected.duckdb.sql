WITH "t6" AS (
  SELECT
    "t5"."period",
    "t5"."slice",
    "t5"."subject_id",
    "t5"."started_at",
    "t5"."end_at",
    MAX("t5"."effective_at") FILTER(WHERE
      "t5"."left") AS "gone_at",
    MAX("t5"."effective_at") FILTER(WHERE
      NOT (
        "t5"."left"
      )) AS "back_at"
  FROM (
    SELECT
      "t2"."subject_id",
      "t2"."slice",
      "t2"."started_at",
      "t2"."effective_at",
      "t2"."left",
      "t4"."period",
      "t4"."end_at"
    FROM "crossings" AS "t2"
    INNER JOIN (
      SELECT
        "t1"."period",
        "t1"."end_at"
      FROM "period" AS "t1"
      WHERE
        "t1"."period" > -1
    ) AS "t4"
      ON "t2"."effective_at" < "t4"."end_at"
  ) AS "t5"
  GROUP BY
    1,
    2,
    3,
    4,
    5
)
SELECT
  *
FROM (
  SELECT
    "t14"."period",
    "t14"."slice",
    SUM("t14"."amount") FILTER(WHERE
      "t14"."side" = 'numerator') AS "numerator",
    SUM("t14"."amount") FILTER(WHERE
      "t14"."side" = 'denominator') AS "denominator",
    SUM("t14"."amount") FILTER(WHERE
      "t14"."side" = 'squares') AS "squares"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t12"."period",
        "t12"."slice",
        "t12"."amount",
        'numerator' AS "side"
      FROM (
        SELECT
          "t11"."period",
          "t11"."slice",
          SUM(CAST("t11"."amount" AS DECIMAL(38, 15))) AS "amount"
        FROM (
          SELECT
            "t7"."period" + 0 AS "period",
            "t7"."slice",
            "t7"."subject_id",
            CAST(FLOOR(
              (
                EPOCH(
                  CASE
                    WHEN COALESCE("t7"."gone_at" >= "t7"."back_at", FALSE)
                    THEN "t7"."gone_at"
                    ELSE "t7"."end_at"
                  END
                ) - EPOCH("t7"."started_at")
              ) / 86400
            ) AS BIGINT) / 30.436875 AS "amount"
          FROM "t6" AS "t7"
          WHERE
            "t7"."period" > -1
        ) AS "t11"
        GROUP BY
          1,
          2
      ) AS "t12"
    ) AS "t13"
    UNION ALL
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
          "t8"."period",
          "t8"."slice",
          SUM("t8"."amount") AS "amount"
        FROM (
          SELECT
            "t7"."period" + 0 AS "period",
            "t7"."slice",
            "t7"."subject_id",
            1 AS "amount"
          FROM "t6" AS "t7"
          WHERE
            COALESCE("t7"."gone_at" >= "t7"."back_at", FALSE) AND "t7"."period" > -1
        ) AS "t8"
        GROUP BY
          1,
          2
      ) AS "t9"
    ) AS "t10"
  ) AS "t14"
  GROUP BY
    1,
    2
) AS "t15"
WHERE
  "t15"."period" > -1
