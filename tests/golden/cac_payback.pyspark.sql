SELECT
  *
FROM (
  SELECT
    `t15`.`period`,
    `t15`.`slice`,
    SUM(IF(`t15`.`side` = 'numerator', `t15`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t15`.`side` = 'denominator', `t15`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t15`.`side` = 'squares', `t15`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
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
            `t11`.`period` + 0 + 0 AS `period`,
            '' AS `slice`,
            CAST(NULL AS BIGINT) AS `subject_id`,
            `t11`.`amount_reporting` AS `amount`
          FROM (
            SELECT
              `t9`.`spent_at`,
              `t9`.`kind`,
              `t9`.`currency`,
              `t9`.`amount`,
              `t9`.`amount_reporting`,
              `t9`.`period`
            FROM (
              SELECT
                `t6`.`spent_at`,
                `t6`.`kind`,
                `t6`.`currency`,
                `t6`.`amount`,
                `t6`.`amount_reporting`,
                `t7`.`period`,
                `t7`.`start_at`,
                `t7`.`end_at`
              FROM (
                SELECT
                  *
                FROM `cost` AS `t1`
                WHERE
                  `t1`.`kind` = 'acquisition'
              ) AS `t6`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t2`
                WHERE
                  `t2`.`period` > -1
              ) AS `t7`
                ON `t6`.`spent_at` >= `t7`.`start_at` AND `t6`.`spent_at` < `t7`.`end_at`
            ) AS `t9`
          ) AS `t11`
          WHERE
            (
              `t11`.`period` + 0
            ) > -1
        ) AS `t12`
        GROUP BY
          1,
          2
      ) AS `t13`
    ) AS `t14`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t8`.`period`,
        `t8`.`slice`,
        CAST(`t8`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t3`.`period`,
          `t3`.`slice`,
          SUM(`t3`.`amount`) AS `amount`
        FROM (
          SELECT
            `t0`.`period` + 0 AS `period`,
            `t0`.`slice`,
            `t0`.`account_id` AS `subject_id`,
            `t0`.`amount_reporting` AS `amount`
          FROM `changes` AS `t0`
          WHERE
            `t0`.`kind` IN ('new') AND `t0`.`period` > -1
        ) AS `t3`
        GROUP BY
          1,
          2
      ) AS `t8`
    ) AS `t10`
  ) AS `t15`
  GROUP BY
    1,
    2
) AS `t16`
WHERE
  `t16`.`period` > -1
