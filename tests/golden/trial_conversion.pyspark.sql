SELECT
  *
FROM (
  SELECT
    `t18`.`period`,
    `t18`.`slice`,
    SUM(IF(`t18`.`side` = 'numerator', `t18`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t18`.`side` = 'denominator', `t18`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t18`.`side` = 'squares', `t18`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t14`.`period`,
        `t14`.`slice`,
        CAST(`t14`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t12`.`period`,
          `t12`.`slice`,
          SUM(`t12`.`amount`) AS `amount`
        FROM (
          SELECT
            `t10`.`period` + 0 AS `period`,
            '' AS `slice`,
            `t10`.`account_id` AS `subject_id`,
            1 AS `amount`
          FROM (
            SELECT
              `t8`.`account_id`,
              `t8`.`subscription`,
              `t8`.`plan`,
              `t8`.`started_at`,
              `t8`.`ends_at`,
              `t8`.`converted_at`,
              `t8`.`outcome`,
              `t8`.`period`
            FROM (
              SELECT
                `t5`.`account_id`,
                `t5`.`subscription`,
                `t5`.`plan`,
                `t5`.`started_at`,
                `t5`.`ends_at`,
                `t5`.`converted_at`,
                `t5`.`outcome`,
                `t7`.`period`,
                `t7`.`start_at`,
                `t7`.`end_at`
              FROM (
                SELECT
                  *
                FROM `trial` AS `t0`
                WHERE
                  `t0`.`outcome` = 'converted'
              ) AS `t5`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t1`
                WHERE
                  `t1`.`period` > -1
              ) AS `t7`
                ON `t5`.`started_at` >= `t7`.`start_at` AND `t5`.`started_at` < `t7`.`end_at`
            ) AS `t8`
          ) AS `t10`
          WHERE
            `t10`.`period` > -1
        ) AS `t12`
        GROUP BY
          1,
          2
      ) AS `t14`
    ) AS `t16`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t15`.`period`,
        `t15`.`slice`,
        CAST(`t15`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t13`.`period`,
          `t13`.`slice`,
          SUM(`t13`.`amount`) AS `amount`
        FROM (
          SELECT
            `t11`.`period` + 0 AS `period`,
            '' AS `slice`,
            `t11`.`account_id` AS `subject_id`,
            1 AS `amount`
          FROM (
            SELECT
              `t9`.`account_id`,
              `t9`.`subscription`,
              `t9`.`plan`,
              `t9`.`started_at`,
              `t9`.`ends_at`,
              `t9`.`converted_at`,
              `t9`.`outcome`,
              `t9`.`period`
            FROM (
              SELECT
                `t6`.`account_id`,
                `t6`.`subscription`,
                `t6`.`plan`,
                `t6`.`started_at`,
                `t6`.`ends_at`,
                `t6`.`converted_at`,
                `t6`.`outcome`,
                `t7`.`period`,
                `t7`.`start_at`,
                `t7`.`end_at`
              FROM (
                SELECT
                  *
                FROM `trial` AS `t0`
                WHERE
                  `t0`.`outcome` <> 'running'
              ) AS `t6`
              INNER JOIN (
                SELECT
                  *
                FROM `period` AS `t1`
                WHERE
                  `t1`.`period` > -1
              ) AS `t7`
                ON `t6`.`started_at` >= `t7`.`start_at` AND `t6`.`started_at` < `t7`.`end_at`
            ) AS `t9`
          ) AS `t11`
          WHERE
            `t11`.`period` > -1
        ) AS `t13`
        GROUP BY
          1,
          2
      ) AS `t15`
    ) AS `t17`
  ) AS `t18`
  GROUP BY
    1,
    2
) AS `t19`
WHERE
  `t19`.`period` > -1
