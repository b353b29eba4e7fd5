WITH `t16` AS (
  SELECT
    `t12`.`subject_id`,
    `t12`.`first_at`,
    `t12`.`day`,
    `t12`.`slice`,
    `t12`.`period`
  FROM (
    SELECT
      `t4`.`subject_id`,
      `t4`.`first_at`,
      `t4`.`day`,
      `t4`.`slice`,
      `t9`.`period`,
      `t9`.`start_at`,
      `t9`.`end_at`
    FROM `first_days` AS `t4`
    INNER JOIN (
      SELECT
        *
      FROM `period` AS `t3`
      WHERE
        `t3`.`period` > -1
    ) AS `t9`
      ON `t4`.`first_at` >= `t9`.`start_at` AND `t4`.`first_at` < `t9`.`end_at`
  ) AS `t12`
  WHERE
    `t12`.`day` > -1
    AND (
      `t12`.`day` + 14
    ) <= (
      SELECT
        MAX(CAST(`t10`.`day` AS BIGINT)) AS `Max(Cast(day, int64))`
      FROM (
        SELECT
          *
        FROM `day` AS `t0`
        WHERE
          `t0`.`day` > -1
          AND (
            UNIX_TIMESTAMP(CAST(`t0`.`end_at` AS TIMESTAMP)) - UNIX_TIMESTAMP(CAST(`t0`.`start_at` AS TIMESTAMP))
          ) >= 82800
      ) AS `t10`
    )
)
SELECT
  *
FROM (
  SELECT
    `t29`.`period`,
    `t29`.`slice`,
    SUM(IF(`t29`.`side` = 'numerator', `t29`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t29`.`side` = 'denominator', `t29`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t29`.`side` = 'squares', `t29`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t27`.`period`,
        `t27`.`slice`,
        CAST(`t27`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t25`.`period`,
          `t25`.`slice`,
          SUM(`t25`.`amount`) AS `amount`
        FROM (
          SELECT
            `t23`.`period` + 0 AS `period`,
            `t23`.`slice`,
            `t23`.`subject_id`,
            1 AS `amount`
          FROM (
            SELECT
              `t21`.`subject_id`,
              `t21`.`first_at`,
              `t21`.`day`,
              `t21`.`slice`,
              `t21`.`period`,
              `t8`.`limit_day`,
              `t8`.`limit_at`,
              `t19`.`actor`,
              `t19`.`reached_at`
            FROM `t16` AS `t21`
            INNER JOIN (
              SELECT
                `t0`.`day` AS `limit_day`,
                `t0`.`end_at` AS `limit_at`
              FROM `day` AS `t0`
              WHERE
                `t0`.`day` > -1
            ) AS `t8`
              ON (
                `t21`.`day` + 14
              ) = `t8`.`limit_day`
            INNER JOIN (
              SELECT
                `t15`.`subject_id` AS `actor`,
                MIN(`t15`.`occurred_at`) AS `reached_at`
              FROM (
                SELECT
                  `t2`.`event`,
                  `t2`.`person_id`,
                  `t2`.`account_id`,
                  `t2`.`occurred_at`,
                  IF(
                    (
                      SELECT
                        MAX(`t5`.`person_id`) AS `Max(person_id)`
                      FROM (
                        SELECT
                          *
                        FROM `event` AS `t2`
                      ) AS `t5`
                    ) IS NOT NULL,
                    `t2`.`person_id`,
                    `t2`.`account_id`
                  ) AS `subject_id`
                FROM `event` AS `t2`
                LIMIT 0
              ) AS `t15`
              GROUP BY
                1
            ) AS `t19`
              ON `t21`.`subject_id` = `t19`.`actor`
          ) AS `t23`
          WHERE
            `t23`.`reached_at` < `t23`.`limit_at` AND `t23`.`period` > -1
        ) AS `t25`
        GROUP BY
          1,
          2
      ) AS `t27`
    ) AS `t28`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t24`.`period`,
        `t24`.`slice`,
        CAST(`t24`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t22`.`period`,
          `t22`.`slice`,
          SUM(`t22`.`amount`) AS `amount`
        FROM (
          SELECT
            `t20`.`period` + 0 AS `period`,
            `t20`.`slice`,
            `t20`.`subject_id`,
            1 AS `amount`
          FROM (
            SELECT
              *
            FROM `t16` AS `t18`
            LIMIT 0
          ) AS `t20`
          WHERE
            `t20`.`period` > -1
        ) AS `t22`
        GROUP BY
          1,
          2
      ) AS `t24`
    ) AS `t26`
  ) AS `t29`
  GROUP BY
    1,
    2
) AS `t30`
WHERE
  `t30`.`period` > -1
