WITH `t20` AS (
  SELECT
    `t19`.`subject_id`,
    `t19`.`first_at`,
    `t19`.`day`,
    `t19`.`slice`,
    `t19`.`period`,
    `t7`.`limit_day`,
    `t7`.`limit_at`,
    `t18`.`actor`,
    `t18`.`reached_at`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t11`.`subject_id`,
        `t11`.`first_at`,
        `t11`.`day`,
        `t11`.`slice`,
        `t4`.`period`
      FROM (
        SELECT
          `t1`.`subject_id`,
          `t1`.`first_at`,
          `t1`.`day`,
          `t1`.`slice`,
          CAST(CAST(FLOOR((
            UNIX_TIMESTAMP(CAST(`t1`.`first_at` AS TIMESTAMP))
          ) / (
            86400
          )) AS BIGINT) AS INT) AS `utc_date`
        FROM `first_days` AS `t1`
      ) AS `t11`
      INNER JOIN `date` AS `t4`
        ON `t11`.`utc_date` = `t4`.`date`
        AND `t11`.`first_at` >= `t4`.`start_at`
        AND `t11`.`first_at` < `t4`.`end_at`
    ) AS `t14`
    WHERE
      `t14`.`day` > -1
      AND (
        `t14`.`day` + 14
      ) <= (
        SELECT
          MAX(CAST(`t8`.`day` AS BIGINT)) AS `Max(Cast(day, int64))`
        FROM (
          SELECT
            *
          FROM `day` AS `t0`
          WHERE
            `t0`.`day` > -1
            AND (
              UNIX_TIMESTAMP(CAST(`t0`.`end_at` AS TIMESTAMP)) - UNIX_TIMESTAMP(CAST(`t0`.`start_at` AS TIMESTAMP))
            ) >= 82800
        ) AS `t8`
      )
  ) AS `t19`
  INNER JOIN (
    SELECT
      `t0`.`day` AS `limit_day`,
      `t0`.`end_at` AS `limit_at`
    FROM `day` AS `t0`
    WHERE
      `t0`.`day` > -1
  ) AS `t7`
    ON (
      `t19`.`day` + 14
    ) = `t7`.`limit_day`
  INNER JOIN (
    SELECT
      `t15`.`subject_id` AS `actor`,
      MIN(`t15`.`occurred_at`) AS `reached_at`
    FROM (
      SELECT
        `t3`.`event`,
        `t3`.`person_id`,
        `t3`.`account_id`,
        `t3`.`occurred_at`,
        IF(
          (
            SELECT
              MAX(`t5`.`person_id`) AS `Max(person_id)`
            FROM (
              SELECT
                *
              FROM `event` AS `t3`
            ) AS `t5`
          ) IS NOT NULL,
          `t3`.`person_id`,
          `t3`.`account_id`
        ) AS `subject_id`
      FROM `event` AS `t3`
      LIMIT 0
    ) AS `t15`
    GROUP BY
      1
  ) AS `t18`
    ON `t19`.`subject_id` = `t18`.`actor`
)
SELECT
  *
FROM (
  SELECT
    `t28`.`period`,
    `t28`.`slice`,
    SUM(IF(`t28`.`side` = 'numerator', `t28`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t28`.`side` = 'denominator', `t28`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t28`.`side` = 'squares', `t28`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t26`.`period`,
        `t26`.`slice`,
        `t26`.`amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t23`.`period`,
          `t23`.`slice`,
          SUM(CAST(`t23`.`amount` AS DECIMAL(38, 15))) AS `amount`
        FROM (
          SELECT
            `t21`.`period` + 0 AS `period`,
            `t21`.`slice`,
            `t21`.`subject_id`,
            (
              UNIX_TIMESTAMP(CAST(`t21`.`reached_at` AS TIMESTAMP)) - UNIX_TIMESTAMP(CAST(`t21`.`first_at` AS TIMESTAMP))
            ) / 86400.0 AS `amount`
          FROM `t20` AS `t21`
          WHERE
            `t21`.`reached_at` < `t21`.`limit_at` AND `t21`.`period` > -1
        ) AS `t23`
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
            `t21`.`period` + 0 AS `period`,
            `t21`.`slice`,
            `t21`.`subject_id`,
            1 AS `amount`
          FROM `t20` AS `t21`
          WHERE
            `t21`.`reached_at` < `t21`.`limit_at` AND `t21`.`period` > -1
        ) AS `t22`
        GROUP BY
          1,
          2
      ) AS `t24`
    ) AS `t25`
  ) AS `t28`
  GROUP BY
    1,
    2
) AS `t29`
WHERE
  `t29`.`period` > -1
