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
          '' AS `slice`,
          `t7`.`account_id` AS `subject_id`,
          1 AS `amount`
        FROM (
          SELECT
            `t6`.`account_id`,
            `t6`.`subscription`,
            `t6`.`plan`,
            `t6`.`started_at`,
            `t6`.`ends_at`,
            `t6`.`converted_at`,
            `t6`.`outcome`,
            `t6`.`period`
          FROM (
            SELECT
              `t3`.`account_id`,
              `t3`.`subscription`,
              `t3`.`plan`,
              `t3`.`started_at`,
              `t3`.`ends_at`,
              `t3`.`converted_at`,
              `t3`.`outcome`,
              `t5`.`period`,
              `t5`.`start_at`,
              `t5`.`end_at`
            FROM (
              SELECT
                *
              FROM `trial` AS `t0`
            ) AS `t3`
            INNER JOIN (
              SELECT
                *
              FROM `period` AS `t1`
              WHERE
                `t1`.`period` > -1
            ) AS `t5`
              ON `t3`.`started_at` >= `t5`.`start_at` AND `t3`.`started_at` < `t5`.`end_at`
          ) AS `t6`
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
