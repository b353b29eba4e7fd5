WITH `t10` AS (
  SELECT
    `t8`.`period`,
    `t8`.`slice`,
    CAST(SUM(`t8`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t2`.`period` + 0 AS `period`,
      `t2`.`slice`,
      `t2`.`subject_id`,
      `t2`.`amount`
    FROM `presence` AS `t2`
  ) AS `t8`
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    `t25`.`period`,
    `t25`.`slice`,
    SUM(IF(`t25`.`side` = 'numerator', `t25`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t25`.`side` = 'denominator', `t25`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t25`.`side` = 'squares', `t25`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
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
            `t13`.`period` + 0 AS `period`,
            `t13`.`slice`,
            `t13`.`account_id` AS `subject_id`,
            1 AS `amount`
          FROM (
            SELECT
              `t11`.`ticket`,
              `t11`.`account_id`,
              `t11`.`person_id`,
              `t11`.`opened_at`,
              `t11`.`first_response_at`,
              `t11`.`solved_at`,
              `t11`.`priority`,
              `t11`.`channel`,
              `t11`.`satisfaction`,
              `t11`.`slice`,
              `t11`.`period`
            FROM (
              SELECT
                `t5`.`ticket`,
                `t5`.`account_id`,
                `t5`.`person_id`,
                `t5`.`opened_at`,
                `t5`.`first_response_at`,
                `t5`.`solved_at`,
                `t5`.`priority`,
                `t5`.`channel`,
                `t5`.`satisfaction`,
                `t5`.`slice`,
                `t9`.`period`,
                `t9`.`start_at`,
                `t9`.`end_at`
              FROM (
                SELECT
                  `t0`.`ticket`,
                  `t0`.`account_id`,
                  `t0`.`person_id`,
                  `t0`.`opened_at`,
                  `t0`.`first_response_at`,
                  `t0`.`solved_at`,
                  `t0`.`priority`,
                  `t0`.`channel`,
                  `t0`.`satisfaction`,
                  '' AS `slice`
                FROM `ticket` AS `t0`
              ) AS `t5`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t1`
                WHERE
                  `t1`.`period` > -1
              ) AS `t9`
                ON `t5`.`opened_at` >= `t9`.`start_at` AND `t5`.`opened_at` < `t9`.`end_at`
            ) AS `t11`
          ) AS `t13`
          WHERE
            `t13`.`period` > -1
        ) AS `t17`
        GROUP BY
          1,
          2
      ) AS `t18`
    ) AS `t20`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t23`.`period`,
        `t23`.`slice`,
        CAST(`t23`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t22`.`period`,
          `t22`.`slice`,
          SUM(`t22`.`amount`) AS `amount`
        FROM (
          SELECT
            `t21`.`period`,
            `t21`.`slice`,
            `t21`.`change`,
            `t21`.`closing`,
            `t21`.`closing` AS `amount`
          FROM (
            SELECT
              `t19`.`period`,
              `t19`.`slice`,
              `t19`.`change`,
              SUM(`t19`.`change`) OVER (
                PARTITION BY `t19`.`slice`
                ORDER BY `t19`.`period` ASC NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS `closing`
            FROM (
              SELECT
                `t6`.`period`,
                `t16`.`slice`,
                COALESCE(`t14`.`change`, 0) AS `change`
              FROM (
                SELECT
                  `t1`.`period`
                FROM `period` AS `t1`
              ) AS `t6`
              CROSS JOIN (
                SELECT DISTINCT
                  `t12`.`slice`
                FROM `t10` AS `t12`
              ) AS `t16`
              LEFT OUTER JOIN `t10` AS `t14`
                ON `t6`.`period` = `t14`.`period` AND `t16`.`slice` = `t14`.`slice`
            ) AS `t19`
          ) AS `t21`
        ) AS `t22`
        GROUP BY
          1,
          2
      ) AS `t23`
    ) AS `t24`
  ) AS `t25`
  GROUP BY
    1,
    2
) AS `t26`
WHERE
  `t26`.`period` > -1
