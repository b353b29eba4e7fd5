WITH `t9` AS (
  SELECT
    `t6`.`period`,
    `t6`.`slice`,
    `t6`.`currency`,
    CAST(SUM(`t6`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t1`.`slice`,
      `t1`.`currency`,
      `t1`.`amount`,
      `t1`.`account_id` AS `subject_id`,
      `t1`.`period` + 0 AS `period`
    FROM `changes` AS `t1`
  ) AS `t6`
  GROUP BY
    1,
    2,
    3
), `t18` AS (
  SELECT
    `t16`.`period`,
    `t16`.`slice`,
    `t16`.`currency`,
    CAST(SUM(`t16`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t13`.`period`,
      `t13`.`slice`,
      `t13`.`currency`,
      `t13`.`amount`,
      `t13`.`account_id` AS `subject_id`
    FROM (
      SELECT
        `t11`.`series`,
        `t11`.`account_id`,
        `t11`.`effective_at`,
        `t11`.`plan`,
        `t11`.`currency`,
        `t11`.`reason`,
        `t11`.`amount`,
        `t11`.`amount_reporting`,
        `t11`.`slice`,
        `t11`.`period`
      FROM (
        SELECT
          `t8`.`series`,
          `t8`.`account_id`,
          `t8`.`effective_at`,
          `t8`.`plan`,
          `t8`.`currency`,
          `t8`.`reason`,
          `t8`.`amount`,
          `t8`.`amount_reporting`,
          `t8`.`slice`,
          `t3`.`period`,
          `t3`.`start_at`,
          `t3`.`end_at`
        FROM (
          SELECT
            `t2`.`series`,
            `t2`.`account_id`,
            `t2`.`effective_at`,
            `t2`.`plan`,
            `t2`.`currency`,
            `t2`.`reason`,
            `t2`.`amount`,
            `t2`.`amount_reporting`,
            '' AS `slice`
          FROM `mrr_series` AS `t2`
          WHERE
            `t2`.`series` = 'committed'
        ) AS `t8`
        INNER JOIN `period` AS `t3`
          ON `t8`.`effective_at` >= `t3`.`start_at` AND `t8`.`effective_at` < `t3`.`end_at`
      ) AS `t11`
    ) AS `t13`
  ) AS `t16`
  GROUP BY
    1,
    2,
    3
)
SELECT
  *
FROM (
  SELECT
    `t32`.`period`,
    `t32`.`slice`,
    SUM(IF(`t32`.`side` = 'numerator', `t32`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t32`.`side` = 'denominator', `t32`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t32`.`side` = 'squares', `t32`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t26`.`period`,
        `t26`.`slice`,
        CAST(`t26`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t24`.`period`,
          `t24`.`slice`,
          SUM(`t24`.`amount`) AS `amount`
        FROM (
          SELECT
            `t22`.`period`,
            `t22`.`slice`,
            `t22`.`currency`,
            `t22`.`change`,
            `t22`.`closing`,
            `t22`.`closing` AS `amount`
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
                `t5`.`period`,
                `t15`.`slice`,
                `t15`.`currency`,
                COALESCE(`t12`.`change`, 0) AS `change`
              FROM (
                SELECT
                  `t0`.`period`
                FROM `period` AS `t0`
              ) AS `t5`
              CROSS JOIN (
                SELECT DISTINCT
                  `t10`.`slice`,
                  `t10`.`currency`
                FROM `t9` AS `t10`
              ) AS `t15`
              LEFT OUTER JOIN `t9` AS `t12`
                ON `t5`.`period` = `t12`.`period`
                AND `t15`.`slice` = `t12`.`slice`
                AND `t15`.`currency` = `t12`.`currency`
            ) AS `t17`
          ) AS `t22`
        ) AS `t24`
        GROUP BY
          1,
          2
      ) AS `t26`
    ) AS `t27`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t30`.`period`,
        `t30`.`slice`,
        CAST(`t30`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t29`.`period`,
          `t29`.`slice`,
          SUM(`t29`.`amount`) AS `amount`
        FROM (
          SELECT
            `t28`.`period`,
            `t28`.`slice`,
            `t28`.`currency`,
            `t28`.`change`,
            `t28`.`closing`,
            `t28`.`closing` AS `amount`
          FROM (
            SELECT
              `t25`.`period`,
              `t25`.`slice`,
              `t25`.`currency`,
              `t25`.`change`,
              SUM(`t25`.`change`) OVER (
                PARTITION BY `t25`.`slice`, `t25`.`currency`
                ORDER BY `t25`.`period` ASC NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS `closing`
            FROM (
              SELECT
                `t5`.`period`,
                `t23`.`slice`,
                `t23`.`currency`,
                COALESCE(`t20`.`change`, 0) AS `change`
              FROM (
                SELECT
                  `t0`.`period`
                FROM `period` AS `t0`
              ) AS `t5`
              CROSS JOIN (
                SELECT DISTINCT
                  `t19`.`slice`,
                  `t19`.`currency`
                FROM `t18` AS `t19`
              ) AS `t23`
              LEFT OUTER JOIN `t18` AS `t20`
                ON `t5`.`period` = `t20`.`period`
                AND `t23`.`slice` = `t20`.`slice`
                AND `t23`.`currency` = `t20`.`currency`
            ) AS `t25`
          ) AS `t28`
        ) AS `t29`
        GROUP BY
          1,
          2
      ) AS `t30`
    ) AS `t31`
  ) AS `t32`
  GROUP BY
    1,
    2
) AS `t33`
WHERE
  `t33`.`period` > -1
