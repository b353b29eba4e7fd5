SELECT
  *
FROM (
  SELECT
    `t12`.`period`,
    `t12`.`slice`,
    SUM(IF(`t12`.`side` = 'numerator', `t12`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t12`.`side` = 'denominator', `t12`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t12`.`side` = 'squares', `t12`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
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
            SELECT
              `t2`.`period`,
              `t2`.`slice`,
              `t2`.`subject_id`,
              `t2`.`day`,
              `t2`.`days_ago`,
              `t5`.`from_day`
            FROM `last_seen` AS `t2`
            INNER JOIN (
              SELECT
                `t1`.`period`,
                CAST(`t1`.`last_day` - 29 AS INT) AS `from_day`
              FROM `period_days` AS `t1`
            ) AS `t5`
              ON `t2`.`period` = `t5`.`period`
          ) AS `t8`
          WHERE
            `t8`.`day` > -1 AND `t8`.`day` >= `t8`.`from_day` AND `t8`.`period` > -1
        ) AS `t9`
        GROUP BY
          1,
          2
      ) AS `t10`
    ) AS `t11`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t6`.`period`,
        `t6`.`slice`,
        CAST(`t6`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t3`.`period`,
          `t3`.`slice`,
          SUM(`t3`.`amount`) AS `amount`
        FROM (
          SELECT
            `t0`.`period` + 0 AS `period`,
            `t0`.`slice`,
            `t0`.`subject_id`,
            1 AS `amount`
          FROM `last_seen` AS `t0`
          WHERE
            `t0`.`period` > -1
        ) AS `t3`
        GROUP BY
          1,
          2
      ) AS `t6`
    ) AS `t7`
  ) AS `t12`
  GROUP BY
    1,
    2
) AS `t13`
WHERE
  `t13`.`period` > -1
