WITH `t7` AS (
  SELECT
    `t4`.`period`,
    `t4`.`slice`,
    CAST(SUM(`t4`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t1`.`period`,
      `t1`.`slice`,
      `t1`.`lost` AS `amount`
    FROM `trailing_sums` AS `t1`
  ) AS `t4`
  GROUP BY
    1,
    2
), `t10` AS (
  SELECT
    `t6`.`period`,
    `t6`.`slice`,
    CAST(SUM(`t6`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      CAST(`t2`.`period` + 11 AS INT) AS `period`,
      `t2`.`slice`,
      `t2`.`amount`
    FROM `presence_sums` AS `t2`
  ) AS `t6`
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    `t27`.`period`,
    `t27`.`slice`,
    SUM(IF(`t27`.`side` = 'numerator', `t27`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t27`.`side` = 'denominator', `t27`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t27`.`side` = 'squares', `t27`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t22`.`period`,
        `t22`.`slice`,
        CAST(`t22`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t20`.`period`,
          `t20`.`slice`,
          SUM(`t20`.`amount`) AS `amount`
        FROM (
          SELECT
            `t19`.`period`,
            `t19`.`slice`,
            `t19`.`change`,
            `t19`.`closing`,
            `t19`.`closing` AS `amount`
          FROM (
            SELECT
              `t17`.`period`,
              `t17`.`slice`,
              `t17`.`change`,
              SUM(`t17`.`change`) OVER (
                PARTITION BY `t17`.`slice`
                ORDER BY `t17`.`period` ASC NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS `closing`
            FROM (
              SELECT
                `t5`.`period`,
                `t13`.`slice`,
                COALESCE(`t9`.`change`, 0) AS `change`
              FROM (
                SELECT
                  `t0`.`period`
                FROM `period` AS `t0`
              ) AS `t5`
              CROSS JOIN (
                SELECT DISTINCT
                  `t8`.`slice`
                FROM `t7` AS `t8`
              ) AS `t13`
              LEFT OUTER JOIN `t7` AS `t9`
                ON `t5`.`period` = `t9`.`period` AND `t13`.`slice` = `t9`.`slice`
            ) AS `t17`
          ) AS `t19`
        ) AS `t20`
        GROUP BY
          1,
          2
      ) AS `t22`
    ) AS `t24`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t25`.`period`,
        `t25`.`slice`,
        CAST(`t25`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t23`.`period`,
          `t23`.`slice`,
          SUM(`t23`.`amount`) AS `amount`
        FROM (
          SELECT
            `t21`.`period`,
            `t21`.`slice`,
            `t21`.`change`,
            `t21`.`closing`,
            `t21`.`closing` - `t21`.`change` AS `amount`
          FROM (
            SELECT
              `t18`.`period`,
              `t18`.`slice`,
              `t18`.`change`,
              SUM(`t18`.`change`) OVER (
                PARTITION BY `t18`.`slice`
                ORDER BY `t18`.`period` ASC NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS `closing`
            FROM (
              SELECT
                `t5`.`period`,
                `t16`.`slice`,
                COALESCE(`t14`.`change`, 0) AS `change`
              FROM (
                SELECT
                  `t0`.`period`
                FROM `period` AS `t0`
              ) AS `t5`
              CROSS JOIN (
                SELECT DISTINCT
                  `t12`.`slice`
                FROM `t10` AS `t12`
              ) AS `t16`
              LEFT OUTER JOIN `t10` AS `t14`
                ON `t5`.`period` = `t14`.`period` AND `t16`.`slice` = `t14`.`slice`
            ) AS `t18`
          ) AS `t21`
        ) AS `t23`
        GROUP BY
          1,
          2
      ) AS `t25`
    ) AS `t26`
  ) AS `t27`
  GROUP BY
    1,
    2
) AS `t28`
WHERE
  `t28`.`period` > -1
