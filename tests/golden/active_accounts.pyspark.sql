SELECT
  *
FROM (
  SELECT
    `t11`.`period`,
    `t11`.`slice`,
    SUM(IF(`t11`.`side` = 'numerator', `t11`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t11`.`side` = 'denominator', `t11`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t11`.`side` = 'squares', `t11`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      `t10`.`period`,
      `t10`.`slice`,
      CAST(`t10`.`amount` AS DECIMAL(38, 15)) AS `amount`,
      'numerator' AS `side`
    FROM (
      SELECT
        `t9`.`period`,
        `t9`.`slice`,
        SUM(`t9`.`amount`) AS `amount`
      FROM (
        SELECT
          `t8`.`period` + 0 AS `period`,
          `t8`.`slice`,
          `t8`.`subject_id`,
          1 AS `amount`
        FROM (
          SELECT DISTINCT
            `t7`.`period`,
            `t7`.`slice`,
            `t7`.`account_id` AS `subject_id`
          FROM (
            SELECT
              `t6`.`subject_id`,
              `t6`.`account_id`,
              `t6`.`day`,
              `t6`.`first_at`,
              `t6`.`last_at`,
              `t6`.`slice`,
              `t6`.`period`
            FROM (
              SELECT
                `t4`.`subject_id`,
                `t4`.`account_id`,
                `t4`.`day`,
                `t4`.`first_at`,
                `t4`.`last_at`,
                `t4`.`slice`,
                `t5`.`period`,
                `t5`.`start_at`,
                `t5`.`end_at`
              FROM (
                SELECT
                  *
                FROM `days_active` AS `t0`
                WHERE
                  `t0`.`account_id` IS NOT NULL
              ) AS `t4`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t1`
                WHERE
                  `t1`.`period` > -1
              ) AS `t5`
                ON `t4`.`first_at` >= `t5`.`start_at` AND `t4`.`first_at` < `t5`.`end_at`
            ) AS `t6`
          ) AS `t7`
        ) AS `t8`
        WHERE
          `t8`.`period` > -1
      ) AS `t9`
      GROUP BY
        1,
        2
    ) AS `t10`
  ) AS `t11`
  GROUP BY
    1,
    2
) AS `t12`
WHERE
  `t12`.`period` > -1
