WITH `t5` AS (
  SELECT
    `t3`.`period`,
    `t3`.`slice`,
    `t3`.`currency`,
    CAST(SUM(`t3`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t1`.`period`,
      `t1`.`slice`,
      `t1`.`currency`,
      `t1`.`amount`
    FROM `flows` AS `t1`
  ) AS `t3`
  GROUP BY
    1,
    2,
    3
)
SELECT
  *
FROM (
  SELECT
    `t14`.`period`,
    `t14`.`slice`,
    SUM(IF(`t14`.`side` = 'numerator', `t14`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t14`.`side` = 'denominator', `t14`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t14`.`side` = 'squares', `t14`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      `t13`.`period`,
      `t13`.`slice`,
      CAST(`t13`.`amount` AS DECIMAL(38, 15)) AS `amount`,
      'numerator' AS `side`
    FROM (
      SELECT
        `t12`.`period`,
        `t12`.`slice`,
        SUM(`t12`.`amount`) AS `amount`
      FROM (
        SELECT
          `t11`.`period`,
          `t11`.`slice`,
          `t11`.`currency`,
          `t11`.`change`,
          `t11`.`closing`,
          `t11`.`closing` AS `amount`
        FROM (
          SELECT
            `t10`.`period`,
            `t10`.`slice`,
            `t10`.`currency`,
            `t10`.`change`,
            SUM(`t10`.`change`) OVER (
              PARTITION BY `t10`.`slice`, `t10`.`currency`
              ORDER BY `t10`.`period` ASC NULLS LAST
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS `closing`
          FROM (
            SELECT
              `t4`.`period`,
              `t9`.`slice`,
              `t9`.`currency`,
              COALESCE(`t7`.`change`, 0) AS `change`
            FROM (
              SELECT
                `t0`.`period`
              FROM `period` AS `t0`
            ) AS `t4`
            CROSS JOIN (
              SELECT DISTINCT
                `t6`.`slice`,
                `t6`.`currency`
              FROM `t5` AS `t6`
            ) AS `t9`
            LEFT OUTER JOIN `t5` AS `t7`
              ON `t4`.`period` = `t7`.`period`
              AND `t9`.`slice` = `t7`.`slice`
              AND `t9`.`currency` = `t7`.`currency`
          ) AS `t10`
        ) AS `t11`
      ) AS `t12`
      GROUP BY
        1,
        2
    ) AS `t13`
  ) AS `t14`
  GROUP BY
    1,
    2
) AS `t15`
WHERE
  `t15`.`period` > -1
