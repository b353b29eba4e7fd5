WITH `t10` AS (
  SELECT
    `t4`.`subject_id`,
    `t4`.`first_at`,
    `t4`.`day`,
    `t4`.`slice`,
    `t8`.`period`,
    `t8`.`start_at`,
    `t8`.`end_at`
  FROM `first_days` AS `t4`
  INNER JOIN (
    SELECT
      *
    FROM `period` AS `t3`
    WHERE
      `t3`.`period` > -1
  ) AS `t8`
    ON `t4`.`first_at` >= `t8`.`start_at` AND `t4`.`first_at` < `t8`.`end_at`
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
        `t21`.`period`,
        `t21`.`slice`,
        CAST(`t21`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t20`.`period`,
          `t20`.`slice`,
          SUM(`t20`.`amount`) AS `amount`
        FROM (
          SELECT
            `t19`.`period` + 0 AS `period`,
            `t19`.`slice`,
            `t19`.`subject_id`,
            1 AS `amount`
          FROM (
            SELECT DISTINCT
              `t17`.`period`,
              `t17`.`slice`,
              `t17`.`subject_id`
            FROM (
              SELECT
                `t15`.`subject_id`,
                `t15`.`first_at`,
                `t15`.`day`,
                `t15`.`slice`,
                `t15`.`period`,
                `t6`.`actor`,
                `t6`.`active`
              FROM (
                SELECT
                  `t12`.`subject_id`,
                  `t12`.`first_at`,
                  `t12`.`day`,
                  `t12`.`slice`,
                  `t12`.`period`
                FROM `t10` AS `t12`
                WHERE
                  `t12`.`day` > -1
                  AND (
                    `t12`.`day` + 1
                  ) <= (
                    SELECT
                      MAX(CAST(`t9`.`day` AS BIGINT)) AS `Max(Cast(day, int64))`
                    FROM (
                      SELECT
                        *
                      FROM `day` AS `t1`
                      WHERE
                        `t1`.`day` > -1
                        AND (
                          UNIX_TIMESTAMP(CAST(`t1`.`end_at` AS TIMESTAMP)) - UNIX_TIMESTAMP(CAST(`t1`.`start_at` AS TIMESTAMP))
                        ) >= 82800
                    ) AS `t9`
                  )
              ) AS `t15`
              INNER JOIN (
                SELECT
                  `t2`.`subject_id` AS `actor`,
                  `t2`.`day` AS `active`
                FROM `actor_days` AS `t2`
              ) AS `t6`
                ON `t15`.`subject_id` = `t6`.`actor`
            ) AS `t17`
            WHERE
              `t17`.`active` >= (
                `t17`.`day` + 1
              )
              AND `t17`.`active` <= (
                `t17`.`day` + 1
              )
          ) AS `t19`
          WHERE
            `t19`.`period` > -1
        ) AS `t20`
        GROUP BY
          1,
          2
      ) AS `t21`
    ) AS `t22`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t16`.`period`,
        `t16`.`slice`,
        CAST(`t16`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t13`.`period`,
          `t13`.`slice`,
          SUM(`t13`.`amount`) AS `amount`
        FROM (
          SELECT
            `t12`.`period` + 0 AS `period`,
            `t12`.`slice`,
            `t12`.`subject_id`,
            1 AS `amount`
          FROM `t10` AS `t12`
          WHERE
            `t12`.`day` > -1
            AND (
              `t12`.`day` + 1
            ) <= (
              SELECT
                MAX(CAST(`t9`.`day` AS BIGINT)) AS `Max(Cast(day, int64))`
              FROM (
                SELECT
                  *
                FROM `day` AS `t1`
                WHERE
                  `t1`.`day` > -1
                  AND (
                    UNIX_TIMESTAMP(CAST(`t1`.`end_at` AS TIMESTAMP)) - UNIX_TIMESTAMP(CAST(`t1`.`start_at` AS TIMESTAMP))
                  ) >= 82800
              ) AS `t9`
            )
            AND `t12`.`period` > -1
        ) AS `t13`
        GROUP BY
          1,
          2
      ) AS `t16`
    ) AS `t18`
  ) AS `t23`
  GROUP BY
    1,
    2
) AS `t24`
WHERE
  `t24`.`period` > -1
