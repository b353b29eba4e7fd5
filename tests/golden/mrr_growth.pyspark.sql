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
), `t11` AS (
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
), `t16` AS (
  SELECT
    `t14`.`period`,
    `t14`.`slice`,
    SUM(`t14`.`amount`) AS `amount`
  FROM (
    SELECT
      `t12`.`period`,
      `t12`.`slice`,
      `t12`.`currency`,
      `t12`.`change`,
      `t12`.`closing`,
      `t12`.`closing` - `t12`.`change` AS `amount`
    FROM `t11` AS `t12`
  ) AS `t14`
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    `t22`.`period`,
    `t22`.`slice`,
    SUM(IF(`t22`.`side` = 'numerator', `t22`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t22`.`side` = 'denominator', `t22`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t22`.`side` = 'squares', `t22`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t17`.`period`,
        `t17`.`slice`,
        CAST(`t17`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM `t16` AS `t17`
    ) AS `t19`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t15`.`period`,
          `t15`.`slice`,
          CAST(`t15`.`amount` AS DECIMAL(38, 15)) AS `amount`,
          'numerator' AS `side`
        FROM (
          SELECT
            `t13`.`period`,
            `t13`.`slice`,
            SUM(`t13`.`amount`) AS `amount`
          FROM (
            SELECT
              `t12`.`period`,
              `t12`.`slice`,
              `t12`.`currency`,
              `t12`.`change`,
              `t12`.`closing`,
              `t12`.`closing` AS `amount`
            FROM `t11` AS `t12`
          ) AS `t13`
          GROUP BY
            1,
            2
        ) AS `t15`
      ) AS `t18`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t17`.`period`,
          `t17`.`slice`,
          -(
            CAST(`t17`.`amount` AS DECIMAL(38, 15))
          ) AS `amount`,
          'numerator' AS `side`
        FROM `t16` AS `t17`
      ) AS `t20`
    ) AS `t21`
  ) AS `t22`
  GROUP BY
    1,
    2
) AS `t23`
WHERE
  `t23`.`period` > -1
