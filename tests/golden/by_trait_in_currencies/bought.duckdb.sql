SELECT
  "t6"."account_id",
  "t6"."purchase",
  "t6"."bought_at",
  "t6"."currency",
  "t6"."amount",
  "t6"."amount_reporting",
  "t6"."slice",
  (
    ROW_NUMBER() OVER (
      PARTITION BY "t6"."account_id"
      ORDER BY "t6"."bought_at" ASC, "t6"."purchase" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1
  ) + 1 AS "number"
FROM (
  SELECT
    "t5"."account_id",
    "t5"."purchase",
    "t5"."bought_at",
    "t5"."currency",
    "t5"."amount",
    "t5"."amount_reporting",
    COALESCE("t5"."value", '(none)') AS "slice"
  FROM (
    SELECT
      "t4"."account_id",
      "t4"."purchase",
      "t4"."bought_at",
      "t4"."currency",
      "t4"."amount",
      "t4"."amount_reporting",
      "t2"."account_id" AS "account_id_right",
      "t2"."value",
      "t2"."valid_from",
      "t2"."valid_to"
    FROM (
      SELECT
        *
      FROM "purchase" AS "t0"
      WHERE
        (
          "t0"."amount_reporting" >= 0
        ) OR (
          "t0"."amount_reporting" IS NULL
        )
    ) AS "t4"
    LEFT OUTER JOIN "dimension" AS "t2"
      ON "t4"."account_id" = "t2"."account_id"
      AND "t4"."bought_at" >= "t2"."valid_from"
      AND "t4"."bought_at" < "t2"."valid_to"
  ) AS "t5"
) AS "t6"
