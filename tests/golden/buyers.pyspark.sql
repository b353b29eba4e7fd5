SELECT
  *
FROM (
  SELECT
    `t10`.`period`,
    `t10`.`slice`,
    SUM(IF(`t10`.`side` = 'numerator', `t10`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t10`.`side` = 'denominator', `t10`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t10`.`side` = 'squares', `t10`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      `t9`.`period`,
      `t9`.`slice`,
      CAST(`t9`.`amount` AS DECIMAL(38, 15)) AS `amount`,
      'numerator' AS `side`
    FROM (
      SELECT
        `t8`.`period`,
        `t8`.`slice`,
        SUM(`t8`.`amount`) AS `amount`
      FROM (
        SELECT
          `t7`.`period` + 0 AS `period`,
          `t7`.`slice`,
          `t7`.`subject_id`,
          1 AS `amount`
        FROM (
          SELECT DISTINCT
            `t6`.`period`,
            `t6`.`slice`,
            `t6`.`account_id` AS `subject_id`
          FROM (
            SELECT
              `t5`.`account_id`,
              `t5`.`purchase`,
              `t5`.`bought_at`,
              `t5`.`currency`,
              `t5`.`amount`,
              `t5`.`amount_reporting`,
              `t5`.`slice`,
              `t5`.`number`,
              `t5`.`period`
            FROM (
              SELECT
                `t2`.`account_id`,
                `t2`.`purchase`,
                `t2`.`bought_at`,
                `t2`.`currency`,
                `t2`.`amount`,
                `t2`.`amount_reporting`,
                `t2`.`slice`,
                `t2`.`number`,
                `t4`.`period`,
                `t4`.`start_at`,
                `t4`.`end_at`
              FROM `bought` AS `t2`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t1`
                WHERE
                  `t1`.`period` > -1
              ) AS `t4`
                ON `t2`.`bought_at` >= `t4`.`start_at` AND `t2`.`bought_at` < `t4`.`end_at`
            ) AS `t5`
          ) AS `t6`
          WHERE
            `t6`.`number` >= 1
        ) AS `t7`
        WHERE
          `t7`.`period` > -1
      ) AS `t8`
      GROUP BY
        1,
        2
    ) AS `t9`
  ) AS `t10`
  GROUP BY
    1,
    2
) AS `t11`
WHERE
  `t11`.`period` > -1
