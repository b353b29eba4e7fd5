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
      `t12`.`period`,
      `t12`.`slice`,
      `t12`.`amount`,
      'numerator' AS `side`
    FROM (
      SELECT
        `t11`.`period`,
        `t11`.`slice`,
        SUM(CAST(`t11`.`amount` AS DECIMAL(38, 15))) AS `amount`
      FROM (
        SELECT
          `t10`.`period` + 0 AS `period`,
          `t10`.`slice`,
          `t10`.`subject_id`,
          `t10`.`amount`
        FROM (
          SELECT
            `t9`.`period`,
            `t9`.`slice`,
            `t9`.`subject_id`,
            CAST(COUNT(*) AS DOUBLE) / MAX(`t9`.`days`) AS `amount`
          FROM (
            SELECT
              `t3`.`subject_id`,
              `t3`.`day`,
              `t3`.`slice`,
              `t8`.`period`,
              `t8`.`on`,
              `t8`.`days`
            FROM `actor_days` AS `t3`
            INNER JOIN (
              SELECT
                `t4`.`period`,
                `t6`.`on`,
                `t4`.`days`
              FROM `period_days` AS `t4`
              INNER JOIN (
                SELECT
                  `t2`.`day` AS `on`
                FROM `day` AS `t2`
                WHERE
                  `t2`.`day` > -1
              ) AS `t6`
                ON `t6`.`on` >= `t4`.`first_day` AND `t6`.`on` <= `t4`.`last_day`
            ) AS `t8`
              ON `t3`.`day` = `t8`.`on`
          ) AS `t9`
          GROUP BY
            1,
            2,
            3
        ) AS `t10`
        WHERE
          `t10`.`period` > -1
      ) AS `t11`
      GROUP BY
        1,
        2
    ) AS `t12`
  ) AS `t13`
  GROUP BY
    1,
    2
) AS `t14`
WHERE
  `t14`.`period` > -1
