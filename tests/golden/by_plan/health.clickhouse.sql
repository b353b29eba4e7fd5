SELECT
  "t69".*
  EXCEPT ("share")
FROM (
  SELECT
    "t68"."period" AS "period",
    "t68"."slice" AS "slice",
    "t68"."subject_id" AS "subject_id",
    "t68"."input" AS "input",
    "t68"."value" AS "value",
    "t68"."weight" AS "weight",
    "t68"."share" AS "share",
    CAST("t68"."weight" * 100 * "t68"."share" AS Nullable(Decimal(12, 6))) AS "points"
  FROM (
    SELECT
      "t67"."period" AS "period",
      "t67"."slice" AS "slice",
      "t67"."subject_id" AS "subject_id",
      "t67"."input" AS "input",
      "t67"."value" AS "value",
      "t67"."weight" / SUM("t67"."weight") OVER (
        PARTITION BY "t67"."period", "t67"."subject_id"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS "weight",
      "t67"."share" AS "share"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t0"."period" AS "period",
            "t0"."slice" AS "slice",
            "t0"."account_id" AS "subject_id",
            'tenure' AS "input",
            (
              (
                toRelativeSecondNum("t0"."end_at") - toRelativeSecondNum("t0"."since")
              ) / 86400.0
            ) / 30.436875 AS "value",
            10.0 AS "weight",
            CASE
              WHEN isNull(
                CASE
                  WHEN isNull(
                    (
                      (
                        (
                          (
                            toRelativeSecondNum("t0"."end_at") - toRelativeSecondNum("t0"."since")
                          ) / 86400.0
                        ) / 30.436875
                      ) - 0.0
                    ) / 24.0
                  )
                  THEN NULL
                  ELSE LEAST(
                    1.0,
                    (
                      (
                        (
                          (
                            toRelativeSecondNum("t0"."end_at") - toRelativeSecondNum("t0"."since")
                          ) / 86400.0
                        ) / 30.436875
                      ) - 0.0
                    ) / 24.0
                  )
                END
              )
              THEN NULL
              ELSE GREATEST(
                0.0,
                CASE
                  WHEN isNull(
                    (
                      (
                        (
                          (
                            toRelativeSecondNum("t0"."end_at") - toRelativeSecondNum("t0"."since")
                          ) / 86400.0
                        ) / 30.436875
                      ) - 0.0
                    ) / 24.0
                  )
                  THEN NULL
                  ELSE LEAST(
                    1.0,
                    (
                      (
                        (
                          (
                            toRelativeSecondNum("t0"."end_at") - toRelativeSecondNum("t0"."since")
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
            isNotNull(
              (
                (
                  toRelativeSecondNum("t0"."end_at") - toRelativeSecondNum("t0"."since")
                ) / 86400.0
              ) / 30.436875
            )
        ) AS "t29"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t56"."period" AS "period",
              "t56"."slice" AS "slice",
              "t56"."account_id" AS "subject_id",
              'days_active' AS "input",
              "t56"."value" AS "value",
              30.0 AS "weight",
              CASE
                WHEN isNull(
                  CASE
                    WHEN isNull((
                      "t56"."value" - 0.0
                    ) / 20.0)
                    THEN NULL
                    ELSE LEAST(1.0, (
                      "t56"."value" - 0.0
                    ) / 20.0)
                  END
                )
                THEN NULL
                ELSE GREATEST(
                  0.0,
                  CASE
                    WHEN isNull((
                      "t56"."value" - 0.0
                    ) / 20.0)
                    THEN NULL
                    ELSE LEAST(1.0, (
                      "t56"."value" - 0.0
                    ) / 20.0)
                  END
                )
              END AS "share"
            FROM (
              SELECT
                "t8"."period" AS "period",
                "t8"."account_id" AS "account_id",
                "t8"."slice" AS "slice",
                "t8"."mrr" AS "mrr",
                COALESCE("t52"."value", 0.0) AS "value"
              FROM "scored" AS "t8"
              LEFT OUTER JOIN (
                SELECT
                  "t42"."period" AS "of_period",
                  "t42"."account_id" AS "of_account",
                  CAST("t42"."value" AS Nullable(Float64)) AS "value"
                FROM (
                  SELECT
                    "t39"."period" AS "period",
                    "t39"."account_id" AS "account_id",
                    COUNT(*) AS "value"
                  FROM (
                    SELECT
                      "t18"."account_id" AS "account_id",
                      "t18"."day" AS "day",
                      "t31"."period" AS "period",
                      "t31"."on" AS "on"
                    FROM (
                      SELECT DISTINCT
                        "t1"."account_id" AS "account_id",
                        "t1"."day" AS "day"
                      FROM "days_active" AS "t1"
                      WHERE
                        "t1"."day" > -1
                    ) AS "t18"
                    INNER JOIN (
                      SELECT
                        "t23"."period" AS "period",
                        "t17"."on" AS "on"
                      FROM (
                        SELECT
                          "t6"."period" AS "period",
                          CAST("t6"."last_day" - 29 AS Nullable(Int32)) AS "from_day",
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
                    "t39"."period",
                    "t39"."account_id"
                ) AS "t42"
              ) AS "t52"
                ON "t8"."period" = "t52"."of_period" AND "t8"."account_id" = "t52"."of_account"
            ) AS "t56"
            WHERE
              isNotNull("t56"."value")
          ) AS "t63"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t55"."period" AS "period",
              "t55"."slice" AS "slice",
              "t55"."account_id" AS "subject_id",
              'last_event' AS "input",
              "t55"."value" AS "value",
              15.0 AS "weight",
              CASE
                WHEN isNull(
                  CASE
                    WHEN isNull((
                      "t55"."value" - 30.0
                    ) / -29.0)
                    THEN NULL
                    ELSE LEAST(1.0, (
                      "t55"."value" - 30.0
                    ) / -29.0)
                  END
                )
                THEN NULL
                ELSE GREATEST(
                  0.0,
                  CASE
                    WHEN isNull((
                      "t55"."value" - 30.0
                    ) / -29.0)
                    THEN NULL
                    ELSE LEAST(1.0, (
                      "t55"."value" - 30.0
                    ) / -29.0)
                  END
                )
              END AS "share"
            FROM (
              SELECT
                "t8"."period" AS "period",
                "t8"."account_id" AS "account_id",
                "t8"."slice" AS "slice",
                "t8"."mrr" AS "mrr",
                "t51"."value" AS "value"
              FROM "scored" AS "t8"
              LEFT OUTER JOIN (
                SELECT
                  "t43"."period" AS "of_period",
                  "t43"."account_id" AS "of_account",
                  "t43"."value" AS "value"
                FROM (
                  SELECT
                    "t19"."period" AS "period",
                    "t34"."account_id" AS "account_id",
                    (
                      toRelativeSecondNum("t19"."end_at") - toRelativeSecondNum("t34"."last_at")
                    ) / 86400.0 AS "value"
                  FROM (
                    SELECT
                      "t24"."account_id" AS "account_id",
                      "t24"."day" AS "day",
                      "t24"."last_at" AS "last_at",
                      COALESCE(
                        leadInFrame("t24"."last_at") OVER (
                          PARTITION BY "t24"."account_id"
                          ORDER BY "t24"."last_at" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ),
                        toTimeZone(
                          CAST(parseDateTimeBestEffort('2299-01-01T00:00:00+00:00', 'UTC') AS Nullable(DateTime64(6, 'UTC'))),
                          'UTC'
                        )
                      ) AS "until"
                    FROM (
                      SELECT
                        "t11"."account_id" AS "account_id",
                        "t11"."day" AS "day",
                        MAX("t11"."last_at") AS "last_at"
                      FROM (
                        SELECT
                          *
                        FROM "days_active" AS "t1"
                        WHERE
                          isNotNull("t1"."account_id")
                      ) AS "t11"
                      GROUP BY
                        "t11"."account_id",
                        "t11"."day"
                    ) AS "t24"
                  ) AS "t34"
                  INNER JOIN (
                    SELECT
                      "t2"."period" AS "period",
                      "t2"."end_at" AS "end_at"
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
              isNotNull("t55"."value")
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
              "t0"."period" AS "period",
              "t0"."slice" AS "slice",
              "t0"."account_id" AS "subject_id",
              'mrr_trend' AS "input",
              "t0"."mrr" / CASE
                WHEN "t0"."earlier" > 0
                THEN "t0"."earlier"
                ELSE CAST(NULL AS Nullable(Float64))
              END AS "value",
              15.0 AS "weight",
              CASE
                WHEN isNull(
                  CASE
                    WHEN isNull(
                      (
                        (
                          "t0"."mrr" / CASE
                            WHEN "t0"."earlier" > 0
                            THEN "t0"."earlier"
                            ELSE CAST(NULL AS Nullable(Float64))
                          END
                        ) - 0.5
                      ) / 0.6000000000000001
                    )
                    THEN NULL
                    ELSE LEAST(
                      1.0,
                      (
                        (
                          "t0"."mrr" / CASE
                            WHEN "t0"."earlier" > 0
                            THEN "t0"."earlier"
                            ELSE CAST(NULL AS Nullable(Float64))
                          END
                        ) - 0.5
                      ) / 0.6000000000000001
                    )
                  END
                )
                THEN NULL
                ELSE GREATEST(
                  0.0,
                  CASE
                    WHEN isNull(
                      (
                        (
                          "t0"."mrr" / CASE
                            WHEN "t0"."earlier" > 0
                            THEN "t0"."earlier"
                            ELSE CAST(NULL AS Nullable(Float64))
                          END
                        ) - 0.5
                      ) / 0.6000000000000001
                    )
                    THEN NULL
                    ELSE LEAST(
                      1.0,
                      (
                        (
                          "t0"."mrr" / CASE
                            WHEN "t0"."earlier" > 0
                            THEN "t0"."earlier"
                            ELSE CAST(NULL AS Nullable(Float64))
                          END
                        ) - 0.5
                      ) / 0.6000000000000001
                    )
                  END
                )
              END AS "share"
            FROM "scored" AS "t0"
            WHERE
              isNotNull(
                "t0"."mrr" / CASE
                  WHEN "t0"."earlier" > 0
                  THEN "t0"."earlier"
                  ELSE CAST(NULL AS Nullable(Float64))
                END
              )
          ) AS "t25"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t48"."period" AS "period",
              "t48"."slice" AS "slice",
              "t48"."account_id" AS "subject_id",
              'mrr_at_risk' AS "input",
              "t48"."value" / "t48"."mrr" AS "value",
              10.0 AS "weight",
              CASE
                WHEN isNull(
                  CASE
                    WHEN isNull((
                      (
                        "t48"."value" / "t48"."mrr"
                      ) - 1.0
                    ) / -1.0)
                    THEN NULL
                    ELSE LEAST(1.0, (
                      (
                        "t48"."value" / "t48"."mrr"
                      ) - 1.0
                    ) / -1.0)
                  END
                )
                THEN NULL
                ELSE GREATEST(
                  0.0,
                  CASE
                    WHEN isNull((
                      (
                        "t48"."value" / "t48"."mrr"
                      ) - 1.0
                    ) / -1.0)
                    THEN NULL
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
                "t8"."period" AS "period",
                "t8"."account_id" AS "account_id",
                "t8"."slice" AS "slice",
                "t8"."mrr" AS "mrr",
                COALESCE("t40"."value", 0.0) AS "value"
              FROM "scored" AS "t8"
              LEFT OUTER JOIN (
                SELECT
                  "t33"."period" AS "of_period",
                  "t33"."account_id" AS "of_account",
                  CAST("t33"."value" AS Nullable(Float64)) AS "value"
                FROM (
                  SELECT
                    "t27"."period" AS "period",
                    "t27"."account_id" AS "account_id",
                    SUM("t27"."amount_reporting") AS "value"
                  FROM (
                    SELECT
                      "t20"."series" AS "series",
                      "t20"."account_id" AS "account_id",
                      "t20"."effective_at" AS "effective_at",
                      "t20"."plan" AS "plan",
                      "t20"."currency" AS "currency",
                      "t20"."reason" AS "reason",
                      "t20"."amount" AS "amount",
                      "t20"."amount_reporting" AS "amount_reporting",
                      "t19"."period" AS "period",
                      "t19"."end_at" AS "end_at"
                    FROM (
                      SELECT
                        *
                      FROM "mrr_series" AS "t3"
                      WHERE
                        "t3"."series" = 'at_risk'
                    ) AS "t20"
                    INNER JOIN (
                      SELECT
                        "t2"."period" AS "period",
                        "t2"."end_at" AS "end_at"
                      FROM "period" AS "t2"
                      WHERE
                        "t2"."period" > -1
                    ) AS "t19"
                      ON "t20"."effective_at" < "t19"."end_at"
                  ) AS "t27"
                  GROUP BY
                    "t27"."period",
                    "t27"."account_id"
                ) AS "t33"
              ) AS "t40"
                ON "t8"."period" = "t40"."of_period" AND "t8"."account_id" = "t40"."of_account"
            ) AS "t48"
            WHERE
              isNotNull("t48"."value" / "t48"."mrr")
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
              "t53"."period" AS "period",
              "t53"."slice" AS "slice",
              "t53"."account_id" AS "subject_id",
              'open_tickets' AS "input",
              "t53"."value" AS "value",
              10.0 AS "weight",
              CASE
                WHEN isNull(
                  CASE
                    WHEN isNull((
                      "t53"."value" - 5.0
                    ) / -5.0)
                    THEN NULL
                    ELSE LEAST(1.0, (
                      "t53"."value" - 5.0
                    ) / -5.0)
                  END
                )
                THEN NULL
                ELSE GREATEST(
                  0.0,
                  CASE
                    WHEN isNull((
                      "t53"."value" - 5.0
                    ) / -5.0)
                    THEN NULL
                    ELSE LEAST(1.0, (
                      "t53"."value" - 5.0
                    ) / -5.0)
                  END
                )
              END AS "share"
            FROM (
              SELECT
                "t8"."period" AS "period",
                "t8"."account_id" AS "account_id",
                "t8"."slice" AS "slice",
                "t8"."mrr" AS "mrr",
                COALESCE("t45"."value", 0.0) AS "value"
              FROM "scored" AS "t8"
              LEFT OUTER JOIN (
                SELECT
                  "t37"."period" AS "of_period",
                  "t37"."account_id" AS "of_account",
                  CAST("t37"."value" AS Nullable(Float64)) AS "value"
                FROM (
                  SELECT
                    "t35"."period" AS "period",
                    "t35"."account_id" AS "account_id",
                    COUNT(*) AS "value"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t15"."ticket" AS "ticket",
                        "t15"."account_id" AS "account_id",
                        "t15"."person_id" AS "person_id",
                        "t15"."opened_at" AS "opened_at",
                        "t15"."first_response_at" AS "first_response_at",
                        "t15"."solved_at" AS "solved_at",
                        "t15"."priority" AS "priority",
                        "t15"."channel" AS "channel",
                        "t15"."satisfaction" AS "satisfaction",
                        "t19"."period" AS "period",
                        "t19"."end_at" AS "end_at"
                      FROM (
                        SELECT
                          *
                        FROM "ticket" AS "t4"
                      ) AS "t15"
                      INNER JOIN (
                        SELECT
                          "t2"."period" AS "period",
                          "t2"."end_at" AS "end_at"
                        FROM "period" AS "t2"
                        WHERE
                          "t2"."period" > -1
                      ) AS "t19"
                        ON "t15"."opened_at" < "t19"."end_at"
                    ) AS "t26"
                    WHERE
                      isNull("t26"."solved_at") OR (
                        "t26"."solved_at" >= "t26"."end_at"
                      )
                  ) AS "t35"
                  GROUP BY
                    "t35"."period",
                    "t35"."account_id"
                ) AS "t37"
              ) AS "t45"
                ON "t8"."period" = "t45"."of_period" AND "t8"."account_id" = "t45"."of_account"
            ) AS "t53"
            WHERE
              isNotNull("t53"."value")
          ) AS "t59"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              "t54"."period" AS "period",
              "t54"."slice" AS "slice",
              "t54"."account_id" AS "subject_id",
              'nps' AS "input",
              "t54"."value" AS "value",
              10.0 AS "weight",
              CASE
                WHEN isNull(
                  CASE
                    WHEN isNull((
                      "t54"."value" - 0.0
                    ) / 10.0)
                    THEN NULL
                    ELSE LEAST(1.0, (
                      "t54"."value" - 0.0
                    ) / 10.0)
                  END
                )
                THEN NULL
                ELSE GREATEST(
                  0.0,
                  CASE
                    WHEN isNull((
                      "t54"."value" - 0.0
                    ) / 10.0)
                    THEN NULL
                    ELSE LEAST(1.0, (
                      "t54"."value" - 0.0
                    ) / 10.0)
                  END
                )
              END AS "share"
            FROM (
              SELECT
                "t8"."period" AS "period",
                "t8"."account_id" AS "account_id",
                "t8"."slice" AS "slice",
                "t8"."mrr" AS "mrr",
                "t49"."value" AS "value"
              FROM "scored" AS "t8"
              LEFT OUTER JOIN (
                SELECT
                  "t41"."period" AS "of_period",
                  "t41"."account_id" AS "of_account",
                  "t41"."value" AS "value"
                FROM (
                  SELECT
                    "t36"."period" AS "period",
                    "t36"."account_id" AS "account_id",
                    AVG("t36"."score") AS "value"
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t21"."response" AS "response",
                        "t21"."survey" AS "survey",
                        "t21"."person_id" AS "person_id",
                        "t21"."account_id" AS "account_id",
                        "t21"."asked_at" AS "asked_at",
                        "t21"."answered_at" AS "answered_at",
                        "t21"."score" AS "score",
                        "t21"."comment" AS "comment",
                        "t21"."language" AS "language",
                        "t19"."period" AS "period",
                        "t19"."end_at" AS "end_at"
                      FROM (
                        SELECT
                          *
                        FROM "survey_answer" AS "t5"
                        WHERE
                          "t5"."survey" = 'nps' AND "t5"."score" BETWEEN 0 AND 10
                      ) AS "t21"
                      INNER JOIN (
                        SELECT
                          "t2"."period" AS "period",
                          "t2"."end_at" AS "end_at"
                        FROM "period" AS "t2"
                        WHERE
                          "t2"."period" > -1
                      ) AS "t19"
                        ON "t21"."answered_at" < "t19"."end_at"
                    ) AS "t28"
                    WHERE
                      (
                        toRelativeSecondNum("t28"."end_at") - toRelativeSecondNum("t28"."answered_at")
                      ) <= 15552000
                  ) AS "t36"
                  GROUP BY
                    "t36"."period",
                    "t36"."account_id"
                ) AS "t41"
              ) AS "t49"
                ON "t8"."period" = "t49"."of_period" AND "t8"."account_id" = "t49"."of_account"
            ) AS "t54"
            WHERE
              isNotNull("t54"."value")
          ) AS "t60"
        ) AS "t62"
      ) AS "t64"
    ) AS "t67"
  ) AS "t68"
) AS "t69"
