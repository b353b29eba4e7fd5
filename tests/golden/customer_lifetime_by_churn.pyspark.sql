WITH `t8` AS (
  SELECT
    `t6`.`period`,
    `t6`.`slice`,
    CAST(SUM(`t6`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t2`.`period` + 0 AS `period`,
      `t2`.`slice`,
      `t2`.`subject_id`,
      `t2`.`amount`
    FROM `presence` AS `t2`
  ) AS `t6`
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    `t20`.`period`,
    `t20`.`slice`,
    SUM(IF(`t20`.`side` = 'numerator', `t20`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t20`.`side` = 'denominator', `t20`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t20`.`side` = 'squares', `t20`.`amount`, NULL)) AS `squares`
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
          `t7`.`period`,
          `t7`.`slice`,
          SUM(`t7`.`amount`) AS `amount`
        FROM (
          SELECT
            `t4`.`period` + 0 AS `period`,
            `t4`.`slice`,
            `t4`.`subject_id`,
            1 AS `amount`
          FROM (
            SELECT DISTINCT
              `t0`.`period`,
              `t0`.`slice`,
              `t0`.`account_id` AS `subject_id`
            FROM `outcomes` AS `t0`
            WHERE
              `t0`.`m1` = 0
          ) AS `t4`
          WHERE
            `t4`.`period` > -1
        ) AS `t7`
        GROUP BY
          1,
          2
      ) AS `t10`
    ) AS `t14`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t18`.`period`,
        `t18`.`slice`,
        CAST(`t18`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t17`.`period`,
          `t17`.`slice`,
          SUM(`t17`.`amount`) AS `amount`
        FROM (
          SELECT
            `t16`.`period`,
            `t16`.`slice`,
            `t16`.`change`,
            `t16`.`closing`,
            `t16`.`closing` - `t16`.`change` AS `amount`
          FROM (
            SELECT
              `t15`.`period`,
              `t15`.`slice`,
              `t15`.`change`,
              SUM(`t15`.`change`) OVER (
                PARTITION BY `t15`.`slice`
                ORDER BY `t15`.`period` ASC NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS `closing`
            FROM (
              SELECT
                `t5`.`period`,
                `t13`.`slice`,
                COALESCE(`t11`.`change`, 0) AS `change`
              FROM (
                SELECT
                  `t1`.`period`
                FROM `period` AS `t1`
              ) AS `t5`
              CROSS JOIN (
                SELECT DISTINCT
                  `t9`.`slice`
                FROM `t8` AS `t9`
              ) AS `t13`
              LEFT OUTER JOIN `t8` AS `t11`
                ON `t5`.`period` = `t11`.`period` AND `t13`.`slice` = `t11`.`slice`
            ) AS `t15`
          ) AS `t16`
        ) AS `t17`
        GROUP BY
          1,
          2
      ) AS `t18`
    ) AS `t19`
  ) AS `t20`
  GROUP BY
    1,
    2
) AS `t21`
WHERE
  `t21`.`period` > -1
