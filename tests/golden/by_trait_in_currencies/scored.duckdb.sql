SELECT
  "t12"."period",
  "t12"."end_at",
  "t12"."account_id",
  "t12"."mrr",
  "t12"."earlier",
  "t12"."since",
  "t12"."moment",
  COALESCE("t12"."value", '(none)') AS "slice"
FROM (
  SELECT
    "t11"."period",
    "t11"."end_at",
    "t11"."account_id",
    "t11"."mrr",
    "t11"."earlier",
    "t11"."since",
    "t11"."moment",
    "t3"."account_id" AS "account_id_right",
    "t3"."value",
    "t3"."valid_from",
    "t3"."valid_to"
  FROM (
    SELECT
      "t9"."period",
      "t9"."end_at",
      "t9"."account_id",
      "t9"."mrr",
      "t9"."earlier",
      "t9"."since",
      "t9"."end_at" - INTERVAL '1' SECOND AS "moment"
    FROM (
      SELECT
        "t8"."period",
        "t8"."end_at",
        "t8"."account_id",
        CAST(SUM("t8"."amount_reporting") AS DOUBLE) AS "mrr",
        CAST(SUM("t8"."amount_reporting") FILTER(WHERE
          (
            EPOCH("t8"."end_at") - EPOCH("t8"."effective_at")
          ) > 7776000) AS DOUBLE) AS "earlier",
        MIN("t8"."effective_at") AS "since"
      FROM (
        SELECT
          "t5"."account_id",
          "t5"."effective_at",
          "t5"."recorded_at",
          "t5"."subscription",
          "t5"."plan",
          "t5"."currency",
          "t5"."kind",
          "t5"."reason",
          "t5"."amount",
          "t5"."amount_reporting",
          "t7"."period",
          "t7"."end_at"
        FROM (
          SELECT
            *
          FROM "mrr_change" AS "t1"
        ) AS "t5"
        INNER JOIN (
          SELECT
            "t2"."period",
            "t2"."end_at"
          FROM "period" AS "t2"
          WHERE
            "t2"."period" > -1
        ) AS "t7"
          ON "t5"."effective_at" < "t7"."end_at"
      ) AS "t8"
      GROUP BY
        1,
        2,
        3
    ) AS "t9"
    WHERE
      "t9"."mrr" > 0
  ) AS "t11"
  LEFT OUTER JOIN "dimension" AS "t3"
    ON "t11"."account_id" = "t3"."account_id"
    AND "t11"."moment" >= "t3"."valid_from"
    AND "t11"."moment" < "t3"."valid_to"
) AS "t12"
