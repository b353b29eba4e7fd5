SELECT
  *
FROM (
  SELECT
    `t22`.`period`,
    `t22`.`slice`,
    SUM(IF(`t22`.`side` = 'numerator', `t22`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t22`.`side` = 'denominator', `t22`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t22`.`side` = 'squares', `t22`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t18`.`period`,
        `t18`.`slice`,
        CAST(`t18`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t16`.`period`,
          `t16`.`slice`,
          SUM(`t16`.`amount`) AS `amount`
        FROM (
          SELECT
            `t14`.`period` + 0 AS `period`,
            '' AS `slice`,
            `t14`.`subject_id`,
            1 AS `amount`
          FROM (
            SELECT
              `t12`.`response`,
              `t12`.`survey`,
              `t12`.`person_id`,
              `t12`.`account_id`,
              `t12`.`asked_at`,
              `t12`.`answered_at`,
              `t12`.`score`,
              `t12`.`comment`,
              `t12`.`language`,
              `t12`.`subject_id`,
              `t12`.`period`
            FROM (
              SELECT
                `t10`.`response`,
                `t10`.`survey`,
                `t10`.`person_id`,
                `t10`.`account_id`,
                `t10`.`asked_at`,
                `t10`.`answered_at`,
                `t10`.`score`,
                `t10`.`comment`,
                `t10`.`language`,
                `t10`.`subject_id`,
                `t6`.`period`,
                `t6`.`start_at`,
                `t6`.`end_at`
              FROM (
                SELECT
                  `t0`.`response`,
                  `t0`.`survey`,
                  `t0`.`person_id`,
                  `t0`.`account_id`,
                  `t0`.`asked_at`,
                  `t0`.`answered_at`,
                  `t0`.`score`,
                  `t0`.`comment`,
                  `t0`.`language`,
                  IF(
                    (
                      SELECT
                        MAX(`t3`.`person_id`) AS `Max(person_id)`
                      FROM (
                        SELECT
                          *
                        FROM `survey_answer` AS `t0`
                      ) AS `t3`
                    ) IS NOT NULL,
                    `t0`.`person_id`,
                    `t0`.`account_id`
                  ) AS `subject_id`
                FROM `survey_answer` AS `t0`
                WHERE
                  `t0`.`answered_at` < (
                    SELECT
                      MAX(`t2`.`end_at`) AS `Max(end_at)`
                    FROM `day` AS `t2`
                  )
              ) AS `t10`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t1`
                WHERE
                  `t1`.`period` > -1
              ) AS `t6`
                ON `t10`.`asked_at` >= `t6`.`start_at` AND `t10`.`asked_at` < `t6`.`end_at`
            ) AS `t12`
          ) AS `t14`
          WHERE
            `t14`.`period` > -1
        ) AS `t16`
        GROUP BY
          1,
          2
      ) AS `t18`
    ) AS `t20`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t19`.`period`,
        `t19`.`slice`,
        CAST(`t19`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t17`.`period`,
          `t17`.`slice`,
          SUM(`t17`.`amount`) AS `amount`
        FROM (
          SELECT
            `t15`.`period` + 0 AS `period`,
            '' AS `slice`,
            `t15`.`subject_id`,
            1 AS `amount`
          FROM (
            SELECT
              `t13`.`response`,
              `t13`.`survey`,
              `t13`.`person_id`,
              `t13`.`account_id`,
              `t13`.`asked_at`,
              `t13`.`answered_at`,
              `t13`.`score`,
              `t13`.`comment`,
              `t13`.`language`,
              `t13`.`subject_id`,
              `t13`.`period`
            FROM (
              SELECT
                `t11`.`response`,
                `t11`.`survey`,
                `t11`.`person_id`,
                `t11`.`account_id`,
                `t11`.`asked_at`,
                `t11`.`answered_at`,
                `t11`.`score`,
                `t11`.`comment`,
                `t11`.`language`,
                `t11`.`subject_id`,
                `t6`.`period`,
                `t6`.`start_at`,
                `t6`.`end_at`
              FROM (
                SELECT
                  `t0`.`response`,
                  `t0`.`survey`,
                  `t0`.`person_id`,
                  `t0`.`account_id`,
                  `t0`.`asked_at`,
                  `t0`.`answered_at`,
                  `t0`.`score`,
                  `t0`.`comment`,
                  `t0`.`language`,
                  IF(
                    (
                      SELECT
                        MAX(`t3`.`person_id`) AS `Max(person_id)`
                      FROM (
                        SELECT
                          *
                        FROM `survey_answer` AS `t0`
                      ) AS `t3`
                    ) IS NOT NULL,
                    `t0`.`person_id`,
                    `t0`.`account_id`
                  ) AS `subject_id`
                FROM `survey_answer` AS `t0`
              ) AS `t11`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t1`
                WHERE
                  `t1`.`period` > -1
              ) AS `t6`
                ON `t11`.`asked_at` >= `t6`.`start_at` AND `t11`.`asked_at` < `t6`.`end_at`
            ) AS `t13`
          ) AS `t15`
          WHERE
            `t15`.`period` > -1
        ) AS `t17`
        GROUP BY
          1,
          2
      ) AS `t19`
    ) AS `t21`
  ) AS `t22`
  GROUP BY
    1,
    2
) AS `t23`
WHERE
  `t23`.`period` > -1
