SELECT
  *
FROM (
  SELECT
    `t13`.`period`,
    `t13`.`slice`,
    SUM(IF(`t13`.`side` = 'numerator', `t13`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t13`.`side` = 'denominator', `t13`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t13`.`side` = 'squares', `t13`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t9`.`period`,
        `t9`.`slice`,
        CAST(`t9`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t7`.`period`,
          `t7`.`slice`,
          SUM(`t7`.`amount`) AS `amount`
        FROM (
          SELECT
            `t6`.`period` + 0 AS `period`,
            `t6`.`slice`,
            `t6`.`account_id` AS `subject_id`,
            `t6`.`amount_reporting` AS `amount`
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
            `t6`.`amount_reporting` IS NOT NULL AND `t6`.`period` > -1
        ) AS `t7`
        GROUP BY
          1,
          2
      ) AS `t9`
    ) AS `t11`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t10`.`period`,
        `t10`.`slice`,
        CAST(`t10`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t8`.`period`,
          `t8`.`slice`,
          SUM(`t8`.`amount`) AS `amount`
        FROM (
          SELECT
            `t6`.`period` + 0 AS `period`,
            `t6`.`slice`,
            `t6`.`account_id` AS `subject_id`,
            1 AS `amount`
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
            `t6`.`amount_reporting` IS NOT NULL AND `t6`.`period` > -1
        ) AS `t8`
        GROUP BY
          1,
          2
      ) AS `t10`
    ) AS `t12`
  ) AS `t13`
  GROUP BY
    1,
    2
) AS `t14`
WHERE
  `t14`.`period` > -1
