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
        `t13`.`period`,
        `t13`.`slice`,
        CAST(`t13`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t11`.`period`,
          `t11`.`slice`,
          SUM(`t11`.`amount`) AS `amount`
        FROM (
          SELECT
            `t9`.`period` + 0 AS `period`,
            '' AS `slice`,
            `t9`.`subject_id`,
            CAST(`t9`.`score` >= 4 AS BIGINT) AS `amount`
          FROM (
            SELECT
              `t8`.`response`,
              `t8`.`survey`,
              `t8`.`person_id`,
              `t8`.`account_id`,
              `t8`.`asked_at`,
              `t8`.`answered_at`,
              `t8`.`score`,
              `t8`.`comment`,
              `t8`.`language`,
              `t8`.`subject_id`,
              `t8`.`period`
            FROM (
              SELECT
                `t7`.`response`,
                `t7`.`survey`,
                `t7`.`person_id`,
                `t7`.`account_id`,
                `t7`.`asked_at`,
                `t7`.`answered_at`,
                `t7`.`score`,
                `t7`.`comment`,
                `t7`.`language`,
                `t7`.`subject_id`,
                `t4`.`period`,
                `t4`.`start_at`,
                `t4`.`end_at`
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
                        MAX(`t2`.`person_id`) AS `Max(person_id)`
                      FROM (
                        SELECT
                          *
                        FROM `survey_answer` AS `t0`
                      ) AS `t2`
                    ) IS NOT NULL,
                    `t0`.`person_id`,
                    `t0`.`account_id`
                  ) AS `subject_id`
                FROM `survey_answer` AS `t0`
                WHERE
                  `t0`.`survey` = 'csat' AND `t0`.`score` BETWEEN 1 AND 5
              ) AS `t7`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t1`
                WHERE
                  `t1`.`period` > -1
              ) AS `t4`
                ON `t7`.`answered_at` >= `t4`.`start_at` AND `t7`.`answered_at` < `t4`.`end_at`
            ) AS `t8`
          ) AS `t9`
          WHERE
            `t9`.`period` > -1
        ) AS `t11`
        GROUP BY
          1,
          2
      ) AS `t13`
    ) AS `t15`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t12`.`period`,
        `t12`.`slice`,
        CAST(`t12`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t10`.`period`,
          `t10`.`slice`,
          SUM(`t10`.`amount`) AS `amount`
        FROM (
          SELECT
            `t9`.`period` + 0 AS `period`,
            '' AS `slice`,
            `t9`.`subject_id`,
            1 AS `amount`
          FROM (
            SELECT
              `t8`.`response`,
              `t8`.`survey`,
              `t8`.`person_id`,
              `t8`.`account_id`,
              `t8`.`asked_at`,
              `t8`.`answered_at`,
              `t8`.`score`,
              `t8`.`comment`,
              `t8`.`language`,
              `t8`.`subject_id`,
              `t8`.`period`
            FROM (
              SELECT
                `t7`.`response`,
                `t7`.`survey`,
                `t7`.`person_id`,
                `t7`.`account_id`,
                `t7`.`asked_at`,
                `t7`.`answered_at`,
                `t7`.`score`,
                `t7`.`comment`,
                `t7`.`language`,
                `t7`.`subject_id`,
                `t4`.`period`,
                `t4`.`start_at`,
                `t4`.`end_at`
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
                        MAX(`t2`.`person_id`) AS `Max(person_id)`
                      FROM (
                        SELECT
                          *
                        FROM `survey_answer` AS `t0`
                      ) AS `t2`
                    ) IS NOT NULL,
                    `t0`.`person_id`,
                    `t0`.`account_id`
                  ) AS `subject_id`
                FROM `survey_answer` AS `t0`
                WHERE
                  `t0`.`survey` = 'csat' AND `t0`.`score` BETWEEN 1 AND 5
              ) AS `t7`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t1`
                WHERE
                  `t1`.`period` > -1
              ) AS `t4`
                ON `t7`.`answered_at` >= `t4`.`start_at` AND `t7`.`answered_at` < `t4`.`end_at`
            ) AS `t8`
          ) AS `t9`
          WHERE
            `t9`.`period` > -1
        ) AS `t10`
        GROUP BY
          1,
          2
      ) AS `t12`
    ) AS `t14`
  ) AS `t16`
  GROUP BY
    1,
    2
) AS `t17`
WHERE
  `t17`.`period` > -1
