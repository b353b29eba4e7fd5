SELECT
  "t69".*
  EXCLUDE ("share")
FROM (
  SELECT
    "t68"."period",
    "t68"."slice",
    "t68"."subject_id",
    "t68"."input",
    "t68"."value",
    "t68"."weight",
    "t68"."share",
    CAST("t68"."weight" * 100 * "t68"."share" AS DECIMAL(12, 6)) AS "points"
  FROM (
    SELECT
      "t67"."period",
      "t67"."slice",
      "t67"."subject_id",
      "t67"."input",
      "t67"."value",
      "t67"."weight" / SUM("t67"."weight") OVER (
        PARTITION BY "t67"."period", "t67"."subject_id"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "weight",
      "t67"."share"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t0"."period",
            "t0"."slice",
            "t0"."account_id" AS "subject_id",
            'tenure' AS "input",
            (
              (
                EPOCH("t0"."end_at") - EPOCH("t0"."since")
              ) / 86400.0
            ) / 30.436875 AS "value",
            10.0 AS "weight",
            CASE
              WHEN CASE
                WHEN (
                  (
                    (
                      (
                        (
                          EPOCH("t0"."end_at") - EPOCH("t0"."since")
                        ) / 86400.0
                      ) / 30.436875
                    ) - 0.0
                  ) / 24.0
                ) IS NULL
                THEN (
                  (
                    (
                      (
                        EPOCH("t0"."end_at") - EPOCH("t0"."since")
                      ) / 86400.0
                    ) / 30.436875
                  ) - 0.0
                ) / 24.0
                ELSE LEAST(
                  1.0,
                  (
                    (
                      (
                        (
                          EPOCH("t0"."end_at") - EPOCH("t0"."since")
                        ) / 86400.0
                      ) / 30.436875
                    ) - 0.0
                  ) / 24.0
                )
              END IS NULL
              THEN CASE
                WHEN (
                  (
                    (
                      (
                        (
                          EPOCH("t0"."end_at") - EPOCH("t0"."since")
                        ) / 86400.0
                      ) / 30.436875
                    ) - 0.0
                  ) / 24.0
                ) IS NULL
                THEN (
                  (
                    (
                      (
                        EPOCH("t0"."end_at") - EPOCH("t0"."since")
                      ) / 86400.0
                    ) / 30.436875
                  ) - 0.0
                ) / 24.0
                ELSE LEAST(
                  1.0,
                  (
                    (
                      (
                        (
                          EPOCH("t0"."end_at") - EPOCH("t0"."since")
                        ) / 86400.0
                      ) / 30.436875
                    ) - 0.0
                  ) / 24.0
                )
              END
              ELSE GREATEST(
                0.0,
                CASE
                  WHEN (
                    (
                      (
                        (
                          (
                            EPOCH("t0"."end_at") - EPOCH("t0"."since")
                          ) / 86400.0
                        ) / 30.436875
                      ) - 0.0
                    ) / 24.0
                  ) IS NULL
                  THEN (
                    (
                      (
                        (
                          EPOCH("t0"."end_at") - EPOCH("t0"."since")
                        ) / 86400.0
                      ) / 30.436875
                    ) - 0.0
                  ) / 24.0
                  ELSE LEAST(
                    1.0,
                    (
                      (
                        (
                          (
                            EPOCH("t0"."end_at") - EPOCH("t0"."since")
                          ) / 86400.0
                        ) / 30.436875
                      ) - 0.0
                    ) / 24.0
                  )
                END
              )
            END AS "share"
          FROM "scored" AS "t0"
          WHERE
            (
              (
                (
                  EPOCH("t0"."end_at") - EPOCH("t0"."since")
                ) / 86400.0
              ) / 30.436875
            ) IS NOT NULL
        ) AS "t29"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t56"."period",
              "t56"."slice",
              "t56"."account_id" AS "subject_id",
              'days_active' AS "input",
              "t56"."value",
              30.0 AS "weight",
              CASE
                WHEN CASE
                  WHEN (
                    (
                      "t56"."value" - 0.0
                    ) / 20.0
                  ) IS NULL
                  THEN (
                    "t56"."value" - 0.0
                  ) / 20.0
                  ELSE LEAST(1.0, (
                    "t56"."value" - 0.0
                  ) / 20.0)
                END IS NULL
                THEN CASE
                  WHEN (
                    (
                      "t56"."value" - 0.0
                    ) / 20.0
                  ) IS NULL
                  THEN (
                    "t56"."value" - 0.0
                  ) / 20.0
                  ELSE LEAST(1.0, (
                    "t56"."value" - 0.0
                  ) / 20.0)
                END
                ELSE GREATEST(
                  0.0,
                  CASE
                    WHEN (
                      (
                        "t56"."value" - 0.0
                      ) / 20.0
                    ) IS NULL
                    THEN (
                      "t56"."value" - 0.0
                    ) / 20.0
                    ELSE LEAST(1.0, (
                      "t56"."value" - 0.0
                    ) / 20.0)
                  END
                )
              END AS "share"
            FROM (
              SELECT
                "t8"."period",
                "t8"."account_id",
                "t8"."slice",
                "t8"."mrr",
                COALESCE("t52"."value", 0.0) AS "value"
              FROM "scored" AS "t8"
              LEFT OUTER JOIN (
                SELECT
                  "t42"."period" AS "of_period",
                  "t42"."account_id" AS "of_account",
                  CAST("t42"."value" AS DOUBLE) AS "value"
                FROM (
                  SELECT
                    "t39"."period",
                    "t39"."account_id",
                    COUNT(*) AS "value"
                  FROM (
                    SELECT
                      "t18"."account_id",
                      "t18"."day",
                      "t31"."period",
                      "t31"."on"
                    FROM (
                      SELECT DISTINCT
                        "t1"."account_id",
                        "t1"."day"
                      FROM "days_active" AS "t1"
                      WHERE
                        "t1"."day" > -1
                    ) AS "t18"
                    INNER JOIN (
                      SELECT
                        "t23"."period",
                        "t17"."on"
                      FROM (
                        SELECT
                          "t6"."period",
                          CAST("t6"."last_day" - 29 AS INT) AS "from_day",
                          "t6"."last_day" AS "to_day"
                        FROM "period_days" AS "t6"
                      ) AS "t23"
                      INNER JOIN (
                        SELECT
                          "t7"."day" AS "on"
                        FROM "day" AS "t7"
                      ) AS "t17"
                        ON "t17"."on" >= "t23"."from_day" AND "t17"."on" <= "t23"."to_day"
                    ) AS "t31"
                      ON "t18"."day" = "t31"."on"
                  ) AS "t39"
                  GROUP BY
                    1,
                    2
                ) AS "t42"
              ) AS "t52"
                ON "t8"."period" = "t52"."of_period" AND "t8"."account_id" = "t52"."of_account"
            ) AS "t56"
            WHERE
              "t56"."value" IS NOT NULL
          ) AS "t63"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t55"."period",
              "t55"."slice",
              "t55"."account_id" AS "subject_id",
              'last_event' AS "input",
              "t55"."value",
              15.0 AS "weight",
              CASE
                WHEN CASE
                  WHEN (
                    (
                      "t55"."value" - 30.0
                    ) / -29.0
                  ) IS NULL
                  THEN (
                    "t55"."value" - 30.0
                  ) / -29.0
                  ELSE LEAST(1.0, (
                    "t55"."value" - 30.0
                  ) / -29.0)
                END IS NULL
                THEN CASE
                  WHEN (
                    (
                      "t55"."value" - 30.0
                    ) / -29.0
                  ) IS NULL
                  THEN (
                    "t55"."value" - 30.0
                  ) / -29.0
                  ELSE LEAST(1.0, (
                    "t55"."value" - 30.0
                  ) / -29.0)
                END
                ELSE GREATEST(
                  0.0,
                  CASE
                    WHEN (
                      (
                        "t55"."value" - 30.0
                      ) / -29.0
                    ) IS NULL
                    THEN (
                      "t55"."value" - 30.0
                    ) / -29.0
                    ELSE LEAST(1.0, (
                      "t55"."value" - 30.0
                    ) / -29.0)
                  END
                )
              END AS "share"
            FROM (
              SELECT
                "t8"."period",
                "t8"."account_id",
                "t8"."slice",
                "t8"."mrr",
                "t51"."value"
              FROM "scored" AS "t8"
              LEFT OUTER JOIN (
                SELECT
                  "t43"."period" AS "of_period",
                  "t43"."account_id" AS "of_account",
                  "t43"."value"
                FROM (
                  SELECT
                    "t19"."period",
                    "t34"."account_id",
                    (
                      EPOCH("t19"."end_at") - EPOCH("t34"."last_at")
                    ) / 86400.0 AS "value"
                  FROM (
                    SELECT
                      "t24"."account_id",
                      "t24"."day",
                      "t24"."last_at",
                      COALESCE(
                        LEAD("t24"."last_at") OVER (
                          PARTITION BY "t24"."account_id"
                          ORDER BY "t24"."last_at" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ),
                        CAST(MAKE_TIMESTAMPTZ(2299, 1, 1, 0, 0, 0.0, 'UTC') AS TIMESTAMPTZ)
                      ) AS "until"
                    FROM (
                      SELECT
                        "t11"."account_id",
                        "t11"."day",
                        MAX("t11"."last_at") AS "last_at"
                      FROM (
                        SELECT
                          *
                        FROM "days_active" AS "t1"
                        WHERE
                          "t1"."account_id" IS NOT NULL
                      ) AS "t11"
                      GROUP BY
                        1,
                        2
                    ) AS "t24"
                  ) AS "t34"
                  INNER JOIN (
                    SELECT
                      "t2"."period",
                      "t2"."end_at"
                    FROM "period" AS "t2"
                    WHERE
                      "t2"."period" > -1
                  ) AS "t19"
                    ON "t34"."last_at" < "t19"."end_at" AND "t34"."until" >= "t19"."end_at"
                ) AS "t43"
              ) AS "t51"
                ON "t8"."period" = "t51"."of_period" AND "t8"."account_id" = "t51"."of_account"
            ) AS "t55"
            WHERE
              "t55"."value" IS NOT NULL
          ) AS "t61"
        ) AS "t65"
      ) AS "t66"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t0"."period",
              "t0"."slice",
              "t0"."account_id" AS "subject_id",
              'mrr_trend' AS "input",
              "t0"."mrr" / CASE WHEN "t0"."earlier" > 0 THEN "t0"."earlier" ELSE CAST(NULL AS DOUBLE) END AS "value",
              15.0 AS "weight",
              CASE
                WHEN CASE
                  WHEN (
                    (
                      (
                        "t0"."mrr" / CASE WHEN "t0"."earlier" > 0 THEN "t0"."earlier" ELSE CAST(NULL AS DOUBLE) END
                      ) - 0.5
                    ) / 0.6000000000000001
                  ) IS NULL
                  THEN (
                    (
                      "t0"."mrr" / CASE WHEN "t0"."earlier" > 0 THEN "t0"."earlier" ELSE CAST(NULL AS DOUBLE) END
                    ) - 0.5
                  ) / 0.6000000000000001
                  ELSE LEAST(
                    1.0,
                    (
                      (
                        "t0"."mrr" / CASE WHEN "t0"."earlier" > 0 THEN "t0"."earlier" ELSE CAST(NULL AS DOUBLE) END
                      ) - 0.5
                    ) / 0.6000000000000001
                  )
                END IS NULL
                THEN CASE
                  WHEN (
                    (
                      (
                        "t0"."mrr" / CASE WHEN "t0"."earlier" > 0 THEN "t0"."earlier" ELSE CAST(NULL AS DOUBLE) END
                      ) - 0.5
                    ) / 0.6000000000000001
                  ) IS NULL
                  THEN (
                    (
                      "t0"."mrr" / CASE WHEN "t0"."earlier" > 0 THEN "t0"."earlier" ELSE CAST(NULL AS DOUBLE) END
                    ) - 0.5
                  ) / 0.6000000000000001
                  ELSE LEAST(
                    1.0,
                    (
                      (
                        "t0"."mrr" / CASE WHEN "t0"."earlier" > 0 THEN "t0"."earlier" ELSE CAST(NULL AS DOUBLE) END
                      ) - 0.5
                    ) / 0.6000000000000001
                  )
                END
                ELSE GREATEST(
                  0.0,
                  CASE
                    WHEN (
                      (
                        (
                          "t0"."mrr" / CASE WHEN "t0"."earlier" > 0 THEN "t0"."earlier" ELSE CAST(NULL AS DOUBLE) END
                        ) - 0.5
                      ) / 0.6000000000000001
                    ) IS NULL
                    THEN (
                      (
                        "t0"."mrr" / CASE WHEN "t0"."earlier" > 0 THEN "t0"."earlier" ELSE CAST(NULL AS DOUBLE) END
                      ) - 0.5
                    ) / 0.6000000000000001
                    ELSE LEAST(
                      1.0,
                      (
                        (
                          "t0"."mrr" / CASE WHEN "t0"."earlier" > 0 THEN "t0"."earlier" ELSE CAST(NULL AS DOUBLE) END
                        ) - 0.5
                      ) / 0.6000000000000001
                    )
                  END
                )
              END AS "share"
            FROM "scored" AS "t0"
            WHERE
              (
                "t0"."mrr" / CASE WHEN "t0"."earlier" > 0 THEN "t0"."earlier" ELSE CAST(NULL AS DOUBLE) END
              ) IS NOT NULL
          ) AS "t25"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t48"."period",
              "t48"."slice",
              "t48"."account_id" AS "subject_id",
              'mrr_at_risk' AS "input",
              "t48"."value" / "t48"."mrr" AS "value",
              10.0 AS "weight",
              CASE
                WHEN CASE
                  WHEN (
                    (
                      (
                        "t48"."value" / "t48"."mrr"
                      ) - 1.0
                    ) / -1.0
                  ) IS NULL
                  THEN (
                    (
                      "t48"."value" / "t48"."mrr"
                    ) - 1.0
                  ) / -1.0
                  ELSE LEAST(1.0, (
                    (
                      "t48"."value" / "t48"."mrr"
                    ) - 1.0
                  ) / -1.0)
                END IS NULL
                THEN CASE
                  WHEN (
                    (
                      (
                        "t48"."value" / "t48"."mrr"
                      ) - 1.0
                    ) / -1.0
                  ) IS NULL
                  THEN (
                    (
                      "t48"."value" / "t48"."mrr"
                    ) - 1.0
                  ) / -1.0
                  ELSE LEAST(1.0, (
                    (
                      "t48"."value" / "t48"."mrr"
                    ) - 1.0
                  ) / -1.0)
                END
                ELSE GREATEST(
                  0.0,
                  CASE
                    WHEN (
                      (
                        (
                          "t48"."value" / "t48"."mrr"
                        ) - 1.0
                      ) / -1.0
                    ) IS NULL
                    THEN (
                      (
                        "t48"."value" / "t48"."mrr"
                      ) - 1.0
                    ) / -1.0
                    ELSE LEAST(1.0, (
                      (
                        "t48"."value" / "t48"."mrr"
                      ) - 1.0
                    ) / -1.0)
                  END
                )
              END AS "share"
            FROM (
              SELECT
                "t8"."period",
                "t8"."account_id",
                "t8"."slice",
                "t8"."mrr",
                COALESCE("t40"."value", 0.0) AS "value"
              FROM "scored" AS "t8"
              LEFT OUTER JOIN (
                SELECT
                  "t33"."period" AS "of_period",
                  "t33"."account_id" AS "of_account",
                  CAST("t33"."value" AS DOUBLE) AS "value"
                FROM (
                  SELECT
                    "t27"."period",
                    "t27"."account_id",
                    SUM("t27"."amount_reporting") AS "value"
                  FROM (
                    SELECT
                      "t20"."series",
                      "t20"."account_id",
                      "t20"."effective_at",
                      "t20"."plan",
                      "t20"."currency",
                      "t20"."reason",
                      "t20"."amount",
                      "t20"."amount_reporting",
                      "t19"."period",
                      "t19"."end_at"
                    FROM (
                      SELECT
                        *
                      FROM "mrr_series" AS "t3"
                      WHERE
                        "t3"."series" = 'at_risk'
                    ) AS "t20"
                    INNER JOIN (
                      SELECT
                        "t2"."period",
                        "t2"."end_at"
                      FROM "period" AS "t2"
                      WHERE
                        "t2"."period" > -1
                    ) AS "t19"
                      ON "t20"."effective_at" < "t19"."end_at"
                  ) AS "t27"
                  GROUP BY
                    1,
                    2
                ) AS "t33"
              ) AS "t40"
                ON "t8"."period" = "t40"."of_period" AND "t8"."account_id" = "t40"."of_account"
            ) AS "t48"
            WHERE
              (
                "t48"."value" / "t48"."mrr"
              ) IS NOT NULL
          ) AS "t57"
        ) AS "t58"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t53"."period",
              "t53"."slice",
              "t53"."account_id" AS "subject_id",
              'open_tickets' AS "input",
              "t53"."value",
              10.0 AS "weight",
              CASE
                WHEN CASE
                  WHEN (
                    (
                      "t53"."value" - 5.0
                    ) / -5.0
                  ) IS NULL
                  THEN (
                    "t53"."value" - 5.0
                  ) / -5.0
                  ELSE LEAST(1.0, (
                    "t53"."value" - 5.0
                  ) / -5.0)
                END IS NULL
                THEN CASE
                  WHEN (
                    (
                      "t53"."value" - 5.0
                    ) / -5.0
                  ) IS NULL
                  THEN (
                    "t53"."value" - 5.0
                  ) / -5.0
                  ELSE LEAST(1.0, (
                    "t53"."value" - 5.0
                  ) / -5.0)
                END
                ELSE GREATEST(
                  0.0,
                  CASE
                    WHEN (
                      (
                        "t53"."value" - 5.0
                      ) / -5.0
                    ) IS NULL
                    THEN (
                      "t53"."value" - 5.0
                    ) / -5.0
                    ELSE LEAST(1.0, (
                      "t53"."value" - 5.0
                    ) / -5.0)
                  END
                )
              END AS "share"
            FROM (
              SELECT
                "t8"."period",
                "t8"."account_id",
                "t8"."slice",
                "t8"."mrr",
                COALESCE("t45"."value", 0.0) AS "value"
              FROM "scored" AS "t8"
              LEFT OUTER JOIN (
                SELECT
                  "t37"."period" AS "of_period",
                  "t37"."account_id" AS "of_account",
                  CAST("t37"."value" AS DOUBLE) AS "value"
                FROM (
                  SELECT
                    "t35"."period",
                    "t35"."account_id",
                    COUNT(*) AS "value"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t15"."ticket",
                        "t15"."account_id",
                        "t15"."person_id",
                        "t15"."opened_at",
                        "t15"."first_response_at",
                        "t15"."solved_at",
                        "t15"."priority",
                        "t15"."channel",
                        "t15"."satisfaction",
                        "t19"."period",
                        "t19"."end_at"
                      FROM (
                        SELECT
                          *
                        FROM "ticket" AS "t4"
                      ) AS "t15"
                      INNER JOIN (
                        SELECT
                          "t2"."period",
                          "t2"."end_at"
                        FROM "period" AS "t2"
                        WHERE
                          "t2"."period" > -1
                      ) AS "t19"
                        ON "t15"."opened_at" < "t19"."end_at"
                    ) AS "t26"
                    WHERE
                      (
                        "t26"."solved_at" IS NULL
                      ) OR (
                        "t26"."solved_at" >= "t26"."end_at"
                      )
                  ) AS "t35"
                  GROUP BY
                    1,
                    2
                ) AS "t37"
              ) AS "t45"
                ON "t8"."period" = "t45"."of_period" AND "t8"."account_id" = "t45"."of_account"
            ) AS "t53"
            WHERE
              "t53"."value" IS NOT NULL
          ) AS "t59"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t54"."period",
              "t54"."slice",
              "t54"."account_id" AS "subject_id",
              'nps' AS "input",
              "t54"."value",
              10.0 AS "weight",
              CASE
                WHEN CASE
                  WHEN (
                    (
                      "t54"."value" - 0.0
                    ) / 10.0
                  ) IS NULL
                  THEN (
                    "t54"."value" - 0.0
                  ) / 10.0
                  ELSE LEAST(1.0, (
                    "t54"."value" - 0.0
                  ) / 10.0)
                END IS NULL
                THEN CASE
                  WHEN (
                    (
                      "t54"."value" - 0.0
                    ) / 10.0
                  ) IS NULL
                  THEN (
                    "t54"."value" - 0.0
                  ) / 10.0
                  ELSE LEAST(1.0, (
                    "t54"."value" - 0.0
                  ) / 10.0)
                END
                ELSE GREATEST(
                  0.0,
                  CASE
                    WHEN (
                      (
                        "t54"."value" - 0.0
                      ) / 10.0
                    ) IS NULL
                    THEN (
                      "t54"."value" - 0.0
                    ) / 10.0
                    ELSE LEAST(1.0, (
                      "t54"."value" - 0.0
                    ) / 10.0)
                  END
                )
              END AS "share"
            FROM (
              SELECT
                "t8"."period",
                "t8"."account_id",
                "t8"."slice",
                "t8"."mrr",
                "t49"."value"
              FROM "scored" AS "t8"
              LEFT OUTER JOIN (
                SELECT
                  "t41"."period" AS "of_period",
                  "t41"."account_id" AS "of_account",
                  "t41"."value"
                FROM (
                  SELECT
                    "t36"."period",
                    "t36"."account_id",
                    AVG("t36"."score") AS "value"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t21"."response",
                        "t21"."survey",
                        "t21"."person_id",
                        "t21"."account_id",
                        "t21"."asked_at",
                        "t21"."answered_at",
                        "t21"."score",
                        "t21"."comment",
                        "t21"."language",
                        "t19"."period",
                        "t19"."end_at"
                      FROM (
                        SELECT
                          *
                        FROM "survey_answer" AS "t5"
                        WHERE
                          "t5"."survey" = 'nps' AND "t5"."score" BETWEEN 0 AND 10
                      ) AS "t21"
                      INNER JOIN (
                        SELECT
                          "t2"."period",
                          "t2"."end_at"
                        FROM "period" AS "t2"
                        WHERE
                          "t2"."period" > -1
                      ) AS "t19"
                        ON "t21"."answered_at" < "t19"."end_at"
                    ) AS "t28"
                    WHERE
                      (
                        EPOCH("t28"."end_at") - EPOCH("t28"."answered_at")
                      ) <= 15552000
                  ) AS "t36"
                  GROUP BY
                    1,
                    2
                ) AS "t41"
              ) AS "t49"
                ON "t8"."period" = "t49"."of_period" AND "t8"."account_id" = "t49"."of_account"
            ) AS "t54"
            WHERE
              "t54"."value" IS NOT NULL
          ) AS "t60"
        ) AS "t62"
      ) AS "t64"
    ) AS "t67"
  ) AS "t68"
) AS "t69"
