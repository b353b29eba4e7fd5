WITH `t7` AS (
  SELECT
    `t5`.`period`,
    `t5`.`slice`,
    `t5`.`currency`,
    CAST(SUM(`t5`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t1`.`slice`,
      `t1`.`currency`,
      `t1`.`amount`,
      `t1`.`period` + 0 AS `period`
    FROM `flows` AS `t1`
  ) AS `t5`
  GROUP BY
    1,
    2,
    3
), `t8` AS (
  SELECT
    `t6`.`period`,
    `t6`.`slice`,
    CAST(SUM(`t6`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t2`.`period` + 0 AS `period`,
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
        `t23`.`period`,
        `t23`.`slice`,
        CAST(`t23`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t21`.`period`,
          `t21`.`slice`,
          SUM(`t21`.`amount`) AS `amount`
        FROM (
          SELECT
            `t19`.`period`,
            `t19`.`slice`,
            `t19`.`currency`,
            `t19`.`change`,
            `t19`.`closing`,
            `t19`.`closing` AS `amount`
          FROM (
            SELECT
              `t17`.`period`,
              `t17`.`slice`,
              `t17`.`currency`,
              `t17`.`change`,
              SUM(`t17`.`change`) OVER (
                PARTITION BY `t17`.`slice`, `t17`.`currency`
                ORDER BY `t17`.`period` ASC NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS `closing`
            FROM (
              SELECT
                `t4`.`period`,
                `t15`.`slice`,
                `t15`.`currency`,
                COALESCE(`t11`.`change`, 0) AS `change`
              FROM (
                SELECT
                  `t0`.`period`
                FROM `period` AS `t0`
              ) AS `t4`
              CROSS JOIN (
                SELECT DISTINCT
                  `t9`.`slice`,
                  `t9`.`currency`
                FROM `t7` AS `t9`
              ) AS `t15`
              LEFT OUTER JOIN `t7` AS `t11`
                ON `t4`.`period` = `t11`.`period`
                AND `t15`.`slice` = `t11`.`slice`
                AND `t15`.`currency` = `t11`.`currency`
            ) AS `t17`
          ) AS `t19`
        ) AS `t21`
        GROUP BY
          1,
          2
      ) AS `t23`
    ) AS `t25`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t24`.`period`,
        `t24`.`slice`,
        CAST(`t24`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t22`.`period`,
          `t22`.`slice`,
          SUM(`t22`.`amount`) AS `amount`
        FROM (
          SELECT
            `t20`.`period`,
            `t20`.`slice`,
            `t20`.`change`,
            `t20`.`closing`,
            `t20`.`closing` AS `amount`
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
                `t4`.`period`,
                `t16`.`slice`,
                COALESCE(`t12`.`change`, 0) AS `change`
              FROM (
                SELECT
                  `t0`.`period`
                FROM `period` AS `t0`
              ) AS `t4`
              CROSS JOIN (
                SELECT DISTINCT
                  `t10`.`slice`
                FROM `t8` AS `t10`
              ) AS `t16`
              LEFT OUTER JOIN `t8` AS `t12`
                ON `t4`.`period` = `t12`.`period` AND `t16`.`slice` = `t12`.`slice`
            ) AS `t18`
          ) AS `t20`
        ) AS `t22`
        GROUP BY
          1,
          2
      ) AS `t24`
    ) AS `t26`
  ) AS `t27`
  GROUP BY
    1,
    2
) AS `t28`
WHERE
  `t28`.`period` > -1
