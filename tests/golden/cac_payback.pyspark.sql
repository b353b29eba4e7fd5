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
            `t10`.`period` + 0 + 0 AS `period`,
            '' AS `slice`,
            CAST(NULL AS BIGINT) AS `subject_id`,
            `t10`.`amount_reporting` AS `amount`
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
                `t5`.`spent_at`,
                `t5`.`kind`,
                `t5`.`currency`,
                `t5`.`amount`,
                `t5`.`amount_reporting`,
                `t6`.`period`,
                `t6`.`start_at`,
                `t6`.`end_at`
              FROM (
                SELECT
                  *
                FROM `cost` AS `t1`
                WHERE
                  `t1`.`kind` = 'acquisition'
              ) AS `t5`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t2`
                WHERE
                  `t2`.`period` > -1
              ) AS `t6`
                ON `t5`.`spent_at` >= `t6`.`start_at` AND `t5`.`spent_at` < `t6`.`end_at`
            ) AS `t9`
          ) AS `t10`
          WHERE
            (
              `t10`.`period` + 0
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
        `t8`.`amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t7`.`period`,
          `t7`.`slice`,
          SUM(`t7`.`amount`) AS `amount`
        FROM (
          SELECT
            `t0`.`period` + 0 AS `period`,
            `t0`.`slice`,
            `t0`.`account_id` AS `subject_id`,
            CAST(CAST(`t0`.`amount_reporting` AS DECIMAL(28, 9)) * CAST(CAST('1.000000' AS DECIMAL(9, 6)) AS DECIMAL(28, 9)) AS DECIMAL(38, 15)) AS `amount`
          FROM `changes` AS `t0`
          WHERE
            `t0`.`kind` IN ('new') AND `t0`.`period` > -1
        ) AS `t7`
        GROUP BY
          1,
          2
      ) AS `t8`
    ) AS `t11`
  ) AS `t15`
  GROUP BY
    1,
    2
) AS `t16`
WHERE
  `t16`.`period` > -1
