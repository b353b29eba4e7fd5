WITH `t4` AS (
  SELECT
    `t1`.`period`,
    `t1`.`slice`,
    CAST(SUM(`t1`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM `presence_sums` AS `t1`
  GROUP BY
    1,
    2
)
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
      CAST(`t12`.`amount` AS DECIMAL(38, 15)) AS `amount`,
      'numerator' AS `side`
    FROM (
      SELECT
        `t11`.`period`,
        `t11`.`slice`,
        SUM(`t11`.`amount`) AS `amount`
      FROM (
        SELECT
          `t10`.`period`,
          `t10`.`slice`,
          `t10`.`change`,
          `t10`.`closing`,
          `t10`.`closing` AS `amount`
        FROM (
          SELECT
            `t9`.`period`,
            `t9`.`slice`,
            `t9`.`change`,
            SUM(`t9`.`change`) OVER (
              PARTITION BY `t9`.`slice`
              ORDER BY `t9`.`period` ASC NULLS LAST
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS `closing`
          FROM (
            SELECT
              `t3`.`period`,
              `t8`.`slice`,
              COALESCE(`t6`.`change`, 0) AS `change`
            FROM (
              SELECT
                `t0`.`period`
              FROM `period` AS `t0`
            ) AS `t3`
            CROSS JOIN (
              SELECT DISTINCT
                `t5`.`slice`
              FROM `t4` AS `t5`
            ) AS `t8`
            LEFT OUTER JOIN `t4` AS `t6`
              ON `t3`.`period` = `t6`.`period` AND `t8`.`slice` = `t6`.`slice`
          ) AS `t9`
        ) AS `t10`
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
