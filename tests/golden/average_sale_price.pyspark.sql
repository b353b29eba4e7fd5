SELECT
  *
FROM (
  SELECT
    `t8`.`period`,
    `t8`.`slice`,
    SUM(IF(`t8`.`side` = 'numerator', `t8`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t8`.`side` = 'denominator', `t8`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t8`.`side` = 'squares', `t8`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t4`.`period`,
        `t4`.`slice`,
        CAST(`t4`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t2`.`period`,
          `t2`.`slice`,
          SUM(`t2`.`amount`) AS `amount`
        FROM (
          SELECT
            `t0`.`period` + 0 AS `period`,
            `t0`.`slice`,
            `t0`.`amount_reporting` AS `amount`
          FROM `flows` AS `t0`
          WHERE
            `t0`.`kind` IN ('new') AND `t0`.`period` > -1
        ) AS `t2`
        GROUP BY
          1,
          2
      ) AS `t4`
    ) AS `t6`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t5`.`period`,
        `t5`.`slice`,
        CAST(`t5`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t3`.`period`,
          `t3`.`slice`,
          SUM(`t3`.`amount`) AS `amount`
        FROM (
          SELECT
            `t1`.`period` + 0 AS `period`,
            `t1`.`slice`,
            `t1`.`amount`
          FROM `move_counts` AS `t1`
          WHERE
            `t1`.`new` AND `t1`.`period` > -1
        ) AS `t3`
        GROUP BY
          1,
          2
      ) AS `t5`
    ) AS `t7`
  ) AS `t8`
  GROUP BY
    1,
    2
) AS `t9`
WHERE
  `t9`.`period` > -1
