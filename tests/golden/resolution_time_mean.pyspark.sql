WITH `t5` AS (
  SELECT
    `t4`.`ticket`,
    `t4`.`account_id`,
    `t4`.`person_id`,
    `t4`.`opened_at`,
    `t4`.`first_response_at`,
    `t4`.`solved_at`,
    `t4`.`priority`,
    `t4`.`channel`,
    `t4`.`satisfaction`,
    `t4`.`slice`,
    `t2`.`period`
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
        UNIX_TIMESTAMP(CAST(`t0`.`solved_at` AS TIMESTAMP))
      ) / (
        86400
      )) AS BIGINT) AS INT) AS `utc_date`
    FROM `ticket` AS `t0`
  ) AS `t4`
  INNER JOIN `date` AS `t2`
    ON `t4`.`utc_date` = `t2`.`date`
    AND `t4`.`solved_at` >= `t2`.`start_at`
    AND `t4`.`solved_at` < `t2`.`end_at`
)
SELECT
  *
FROM (
  SELECT
    `t13`.`period`,
    `t13`.`slice`,
    SUM(IF(`t13`.`side` = 'numerator', `t13`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t13`.`side` = 'denominator', `t13`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t13`.`side` = 'squares', `t13`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t11`.`period`,
        `t11`.`slice`,
        `t11`.`amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t8`.`period`,
          `t8`.`slice`,
          SUM(CAST(`t8`.`amount` AS DECIMAL(38, 15))) AS `amount`
        FROM (
          SELECT
            `t6`.`period` + 0 AS `period`,
            `t6`.`slice`,
            `t6`.`account_id` AS `subject_id`,
            (
              UNIX_TIMESTAMP(CAST(`t6`.`solved_at` AS TIMESTAMP)) - UNIX_TIMESTAMP(CAST(`t6`.`opened_at` AS TIMESTAMP))
            ) / 3600.0 AS `amount`
          FROM `t5` AS `t6`
          WHERE
            `t6`.`period` > -1
        ) AS `t8`
        GROUP BY
          1,
          2
      ) AS `t11`
    ) AS `t12`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t9`.`period`,
        `t9`.`slice`,
        CAST(`t9`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t7`.`period`,
          `t7`.`slice`,
          SUM(`t7`.`amount`) AS `amount`
        FROM (
          SELECT
            `t6`.`period` + 0 AS `period`,
            `t6`.`slice`,
            `t6`.`account_id` AS `subject_id`,
            1 AS `amount`
          FROM `t5` AS `t6`
          WHERE
            `t6`.`period` > -1
        ) AS `t7`
        GROUP BY
          1,
          2
      ) AS `t9`
    ) AS `t10`
  ) AS `t13`
  GROUP BY
    1,
    2
) AS `t14`
WHERE
  `t14`.`period` > -1
