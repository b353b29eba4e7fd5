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
    `t22`.`period`,
    `t22`.`slice`,
    SUM(IF(`t22`.`side` = 'numerator', `t22`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t22`.`side` = 'denominator', `t22`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t22`.`side` = 'squares', `t22`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t20`.`period`,
        `t20`.`slice`,
        CAST(`t20`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t19`.`period`,
          `t19`.`slice`,
          SUM(`t19`.`amount`) AS `amount`
        FROM (
          SELECT
            `t17`.`period` + 0 AS `period`,
            `t17`.`slice`,
            `t17`.`subject_id`,
            1 AS `amount`
          FROM (
            SELECT
              `t15`.`subject_id`,
              `t15`.`first_at`,
              `t15`.`day`,
              `t15`.`slice`,
              `t15`.`period`,
              `t7`.`actor`,
              `t7`.`latest`
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
                  `t12`.`day` + 7
                ) <= (
                  SELECT
                    MAX(CAST(`t9`.`day` AS BIGINT)) AS `Max(Cast(day, int64))`
                  FROM (
                    SELECT
                      *
                    FROM `day` AS `t2`
                    WHERE
                      `t2`.`day` > -1
                      AND (
                        UNIX_TIMESTAMP(CAST(`t2`.`end_at` AS TIMESTAMP)) - UNIX_TIMESTAMP(CAST(`t2`.`start_at` AS TIMESTAMP))
                      ) >= 82800
                  ) AS `t9`
                )
            ) AS `t15`
            INNER JOIN (
              SELECT
                `t1`.`subject_id` AS `actor`,
                MAX(`t1`.`day`) AS `latest`
              FROM `actor_days` AS `t1`
              GROUP BY
                1
            ) AS `t7`
              ON `t15`.`subject_id` = `t7`.`actor`
          ) AS `t17`
          WHERE
            NOT (
              `t17`.`latest` >= (
                `t17`.`day` + 7
              )
            ) AND `t17`.`period` > -1
        ) AS `t19`
        GROUP BY
          1,
          2
      ) AS `t20`
    ) AS `t21`
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
              `t12`.`day` + 7
            ) <= (
              SELECT
                MAX(CAST(`t9`.`day` AS BIGINT)) AS `Max(Cast(day, int64))`
              FROM (
                SELECT
                  *
                FROM `day` AS `t2`
                WHERE
                  `t2`.`day` > -1
                  AND (
                    UNIX_TIMESTAMP(CAST(`t2`.`end_at` AS TIMESTAMP)) - UNIX_TIMESTAMP(CAST(`t2`.`start_at` AS TIMESTAMP))
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
  ) AS `t22`
  GROUP BY
    1,
    2
) AS `t23`
WHERE
  `t23`.`period` > -1
