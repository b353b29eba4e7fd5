WITH `t7` AS (
  SELECT
    `t3`.`period`,
    `t3`.`slice`,
    CAST(SUM(`t3`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM `presence_sums` AS `t3`
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    `t23`.`period`,
    `t23`.`slice`,
    SUM(IF(`t23`.`side` = 'numerator', `t23`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t23`.`side` = 'denominator', `t23`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t23`.`side` = 'squares', `t23`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t17`.`period`,
        `t17`.`slice`,
        CAST(`t17`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t16`.`period`,
          `t16`.`slice`,
          SUM(`t16`.`amount`) AS `amount`
        FROM (
          SELECT
            `t14`.`period` + 0 AS `period`,
            `t14`.`slice`,
            `t14`.`account_id` AS `subject_id`,
            1 AS `amount`
          FROM (
            SELECT
              `t10`.`ticket`,
              `t10`.`account_id`,
              `t10`.`person_id`,
              `t10`.`opened_at`,
              `t10`.`first_response_at`,
              `t10`.`solved_at`,
              `t10`.`priority`,
              `t10`.`channel`,
              `t10`.`satisfaction`,
              `t10`.`slice`,
              `t4`.`period`
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
                '' AS `slice`,
                CAST(CAST(FLOOR((
                  UNIX_TIMESTAMP(CAST(`t0`.`opened_at` AS TIMESTAMP))
                ) / (
                  86400
                )) AS BIGINT) AS INT) AS `utc_date`
              FROM `ticket` AS `t0`
            ) AS `t10`
            INNER JOIN `date` AS `t4`
              ON `t10`.`utc_date` = `t4`.`date`
              AND `t10`.`opened_at` >= `t4`.`start_at`
              AND `t10`.`opened_at` < `t4`.`end_at`
          ) AS `t14`
          WHERE
            `t14`.`period` > -1
        ) AS `t16`
        GROUP BY
          1,
          2
      ) AS `t17`
    ) AS `t20`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t21`.`period`,
        `t21`.`slice`,
        CAST(`t21`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t19`.`period`,
          `t19`.`slice`,
          SUM(`t19`.`amount`) AS `amount`
        FROM (
          SELECT
            `t18`.`period`,
            `t18`.`slice`,
            `t18`.`change`,
            `t18`.`closing`,
            `t18`.`closing` AS `amount`
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
                `t6`.`period`,
                `t13`.`slice`,
                COALESCE(`t11`.`change`, 0) AS `change`
              FROM (
                SELECT
                  `t2`.`period`
                FROM `period` AS `t2`
              ) AS `t6`
              CROSS JOIN (
                SELECT DISTINCT
                  `t9`.`slice`
                FROM `t7` AS `t9`
              ) AS `t13`
              LEFT OUTER JOIN `t7` AS `t11`
                ON `t6`.`period` = `t11`.`period` AND `t13`.`slice` = `t11`.`slice`
            ) AS `t15`
          ) AS `t18`
        ) AS `t19`
        GROUP BY
          1,
          2
      ) AS `t21`
    ) AS `t22`
  ) AS `t23`
  GROUP BY
    1,
    2
) AS `t24`
WHERE
  `t24`.`period` > -1
