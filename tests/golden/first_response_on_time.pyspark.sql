SELECT
  *
FROM (
  SELECT
    `t16`.`period`,
    `t16`.`slice`,
    SUM(IF(`t16`.`side` = 'numerator', `t16`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t16`.`side` = 'denominator', `t16`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t16`.`side` = 'squares', `t16`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t12`.`period`,
        `t12`.`slice`,
        CAST(`t12`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t10`.`period`,
          `t10`.`slice`,
          SUM(`t10`.`amount`) AS `amount`
        FROM (
          SELECT
            `t9`.`period` + 0 AS `period`,
            `t9`.`slice`,
            `t9`.`account_id` AS `subject_id`,
            1 AS `amount`
          FROM (
            SELECT
              `t8`.`ticket`,
              `t8`.`account_id`,
              `t8`.`person_id`,
              `t8`.`opened_at`,
              `t8`.`first_response_at`,
              `t8`.`solved_at`,
              `t8`.`priority`,
              `t8`.`channel`,
              `t8`.`satisfaction`,
              `t8`.`slice`,
              `t8`.`period`
            FROM (
              SELECT
                `t4`.`ticket`,
                `t4`.`account_id`,
                `t4`.`person_id`,
                `t4`.`opened_at`,
                `t4`.`first_response_at`,
                `t4`.`solved_at`,
                `t4`.`priority`,
                `t4`.`channel`,
                `t4`.`satisfaction`,
                `t4`.`slice`,
                `t7`.`period`,
                `t7`.`start_at`,
                `t7`.`end_at`
              FROM (
                SELECT
                  `t0`.`ticket`,
                  `t0`.`account_id`,
                  `t0`.`person_id`,
                  `t0`.`opened_at`,
                  `t0`.`first_response_at`,
                  `t0`.`solved_at`,
                  `t0`.`priority`,
                  `t0`.`channel`,
                  `t0`.`satisfaction`,
                  '' AS `slice`
                FROM `ticket` AS `t0`
              ) AS `t4`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t2`
                WHERE
                  `t2`.`period` > -1
              ) AS `t7`
                ON `t4`.`opened_at` >= `t7`.`start_at` AND `t4`.`opened_at` < `t7`.`end_at`
            ) AS `t8`
          ) AS `t9`
          WHERE
            COALESCE(
              COALESCE(`t9`.`first_response_at`, `t9`.`solved_at`) < (
                SELECT
                  MAX(`t1`.`end_at`) AS `Max(end_at)`
                FROM `day` AS `t1`
              ),
              FALSE
            )
            AND (
              (
                UNIX_TIMESTAMP(CAST(COALESCE(`t9`.`first_response_at`, `t9`.`solved_at`) AS TIMESTAMP)) - UNIX_TIMESTAMP(CAST(`t9`.`opened_at` AS TIMESTAMP))
              ) / 3600.0
            ) <= 24.0
            AND `t9`.`period` > -1
        ) AS `t10`
        GROUP BY
          1,
          2
      ) AS `t12`
    ) AS `t14`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t13`.`period`,
        `t13`.`slice`,
        CAST(`t13`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t11`.`period`,
          `t11`.`slice`,
          SUM(`t11`.`amount`) AS `amount`
        FROM (
          SELECT
            `t9`.`period` + 0 AS `period`,
            `t9`.`slice`,
            `t9`.`account_id` AS `subject_id`,
            1 AS `amount`
          FROM (
            SELECT
              `t8`.`ticket`,
              `t8`.`account_id`,
              `t8`.`person_id`,
              `t8`.`opened_at`,
              `t8`.`first_response_at`,
              `t8`.`solved_at`,
              `t8`.`priority`,
              `t8`.`channel`,
              `t8`.`satisfaction`,
              `t8`.`slice`,
              `t8`.`period`
            FROM (
              SELECT
                `t4`.`ticket`,
                `t4`.`account_id`,
                `t4`.`person_id`,
                `t4`.`opened_at`,
                `t4`.`first_response_at`,
                `t4`.`solved_at`,
                `t4`.`priority`,
                `t4`.`channel`,
                `t4`.`satisfaction`,
                `t4`.`slice`,
                `t7`.`period`,
                `t7`.`start_at`,
                `t7`.`end_at`
              FROM (
                SELECT
                  `t0`.`ticket`,
                  `t0`.`account_id`,
                  `t0`.`person_id`,
                  `t0`.`opened_at`,
                  `t0`.`first_response_at`,
                  `t0`.`solved_at`,
                  `t0`.`priority`,
                  `t0`.`channel`,
                  `t0`.`satisfaction`,
                  '' AS `slice`
                FROM `ticket` AS `t0`
              ) AS `t4`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t2`
                WHERE
                  `t2`.`period` > -1
              ) AS `t7`
                ON `t4`.`opened_at` >= `t7`.`start_at` AND `t4`.`opened_at` < `t7`.`end_at`
            ) AS `t8`
          ) AS `t9`
          WHERE
            (
              COALESCE(
                COALESCE(`t9`.`first_response_at`, `t9`.`solved_at`) < (
                  SELECT
                    MAX(`t1`.`end_at`) AS `Max(end_at)`
                  FROM `day` AS `t1`
                ),
                FALSE
              )
              OR (
                (
                  (
                    UNIX_TIMESTAMP(
                      CAST((
                        SELECT
                          MAX(`t1`.`end_at`) AS `Max(end_at)`
                        FROM `day` AS `t1`
                      ) AS TIMESTAMP)
                    ) - UNIX_TIMESTAMP(CAST(`t9`.`opened_at` AS TIMESTAMP))
                  ) / 3600.0
                ) >= 24.0
              )
            )
            AND `t9`.`period` > -1
        ) AS `t11`
        GROUP BY
          1,
          2
      ) AS `t13`
    ) AS `t15`
  ) AS `t16`
  GROUP BY
    1,
    2
) AS `t17`
WHERE
  `t17`.`period` > -1
