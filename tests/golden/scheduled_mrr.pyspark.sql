WITH `t10` AS (
  SELECT
    `t9`.`period`,
    `t9`.`slice`,
    `t9`.`currency`,
    CAST(SUM(`t9`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t8`.`period`,
      `t8`.`slice`,
      `t8`.`currency`,
      `t8`.`amount`,
      `t8`.`account_id` AS `subject_id`
    FROM (
      SELECT
        `t7`.`series`,
        `t7`.`account_id`,
        `t7`.`effective_at`,
        `t7`.`plan`,
        `t7`.`currency`,
        `t7`.`reason`,
        `t7`.`amount`,
        `t7`.`amount_reporting`,
        `t7`.`slice`,
        `t7`.`period`
      FROM (
        SELECT
          `t6`.`series`,
          `t6`.`account_id`,
          `t6`.`effective_at`,
          `t6`.`plan`,
          `t6`.`currency`,
          `t6`.`reason`,
          `t6`.`amount`,
          `t6`.`amount_reporting`,
          `t6`.`slice`,
          `t2`.`period`,
          `t2`.`start_at`,
          `t2`.`end_at`
        FROM (
          SELECT
            `t1`.`series`,
            `t1`.`account_id`,
            `t1`.`effective_at`,
            `t1`.`plan`,
            `t1`.`currency`,
            `t1`.`reason`,
            `t1`.`amount`,
            `t1`.`amount_reporting`,
            '' AS `slice`
          FROM `mrr_series` AS `t1`
          WHERE
            `t1`.`series` = 'committed'
        ) AS `t6`
        INNER JOIN `period` AS `t2`
          ON `t6`.`effective_at` >= `t2`.`start_at` AND `t6`.`effective_at` < `t2`.`end_at`
      ) AS `t7`
    ) AS `t8`
  ) AS `t9`
  GROUP BY
    1,
    2,
    3
)
SELECT
  *
FROM (
  SELECT
    `t19`.`period`,
    `t19`.`slice`,
    SUM(IF(`t19`.`side` = 'numerator', `t19`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t19`.`side` = 'denominator', `t19`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t19`.`side` = 'squares', `t19`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      `t18`.`period`,
      `t18`.`slice`,
      CAST(`t18`.`amount` AS DECIMAL(38, 15)) AS `amount`,
      'numerator' AS `side`
    FROM (
      SELECT
        `t17`.`period`,
        `t17`.`slice`,
        SUM(`t17`.`amount`) AS `amount`
      FROM (
        SELECT
          `t16`.`period`,
          `t16`.`slice`,
          `t16`.`currency`,
          `t16`.`change`,
          `t16`.`closing`,
          `t16`.`closing` AS `amount`
        FROM (
          SELECT
            `t15`.`period`,
            `t15`.`slice`,
            `t15`.`currency`,
            `t15`.`change`,
            SUM(`t15`.`change`) OVER (
              PARTITION BY `t15`.`slice`, `t15`.`currency`
              ORDER BY `t15`.`period` ASC NULLS LAST
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS `closing`
          FROM (
            SELECT
              `t4`.`period`,
              `t14`.`slice`,
              `t14`.`currency`,
              COALESCE(`t12`.`change`, 0) AS `change`
            FROM (
              SELECT
                `t0`.`period`
              FROM `period` AS `t0`
            ) AS `t4`
            CROSS JOIN (
              SELECT DISTINCT
                `t11`.`slice`,
                `t11`.`currency`
              FROM `t10` AS `t11`
            ) AS `t14`
            LEFT OUTER JOIN `t10` AS `t12`
              ON `t4`.`period` = `t12`.`period`
              AND `t14`.`slice` = `t12`.`slice`
              AND `t14`.`currency` = `t12`.`currency`
          ) AS `t15`
        ) AS `t16`
      ) AS `t17`
      GROUP BY
        1,
        2
    ) AS `t18`
  ) AS `t19`
  GROUP BY
    1,
    2
) AS `t20`
WHERE
  `t20`.`period` > -1
