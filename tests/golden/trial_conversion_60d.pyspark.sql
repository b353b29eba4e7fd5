WITH `t7` AS (
  SELECT
    `t6`.`account_id`,
    `t6`.`subscription`,
    `t6`.`plan`,
    `t6`.`started_at`,
    `t6`.`ends_at`,
    `t6`.`converted_at`,
    `t6`.`outcome`,
    `t3`.`period`
  FROM (
    SELECT
      `t0`.`account_id`,
      `t0`.`subscription`,
      `t0`.`plan`,
      `t0`.`started_at`,
      `t0`.`ends_at`,
      `t0`.`converted_at`,
      `t0`.`outcome`,
      CAST(CAST(FLOOR((
        UNIX_TIMESTAMP(CAST(`t0`.`started_at` AS TIMESTAMP))
      ) / (
        86400
      )) AS BIGINT) AS INT) AS `utc_date`
    FROM `trial` AS `t0`
    WHERE
      (
        `t0`.`started_at` + INTERVAL '60' DAY
      ) <= (
        SELECT
          MAX(`t2`.`end_at`) AS `Max(end_at)`
        FROM `period` AS `t2`
      )
  ) AS `t6`
  INNER JOIN `date` AS `t3`
    ON `t6`.`utc_date` = `t3`.`date`
    AND `t6`.`started_at` >= `t3`.`start_at`
    AND `t6`.`started_at` < `t3`.`end_at`
)
SELECT
  *
FROM (
  SELECT
    `t16`.`period`,
    `t16`.`slice`,
    SUM(IF(`t16`.`side` = 'numerator', `t16`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t16`.`side` = 'denominator', `t16`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t16`.`side` = 'squares', `t16`.`amount`, NULL)) AS `squares`
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
          `t13`.`period`,
          `t13`.`slice`,
          SUM(`t13`.`amount`) AS `amount`
        FROM (
          SELECT
            `t11`.`period` + 0 AS `period`,
            `t11`.`slice`,
            `t11`.`subject_id`,
            `t11`.`amount`
          FROM (
            SELECT
              `t8`.`period`,
              '' AS `slice`,
              `t8`.`account_id` AS `subject_id`,
              CAST(COALESCE(`t8`.`converted_at` <= (
                `t8`.`started_at` + INTERVAL '60' DAY
              ), FALSE) AS BIGINT) AS `amount`
            FROM `t7` AS `t8`
          ) AS `t11`
          WHERE
            `t11`.`amount` > 0 AND `t11`.`period` > -1
        ) AS `t13`
        GROUP BY
          1,
          2
      ) AS `t14`
    ) AS `t15`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t10`.`period`,
        `t10`.`slice`,
        CAST(`t10`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t9`.`period`,
          `t9`.`slice`,
          SUM(`t9`.`amount`) AS `amount`
        FROM (
          SELECT
            `t8`.`period` + 0 AS `period`,
            '' AS `slice`,
            `t8`.`account_id` AS `subject_id`,
            1 AS `amount`
          FROM `t7` AS `t8`
          WHERE
            `t8`.`period` > -1
        ) AS `t9`
        GROUP BY
          1,
          2
      ) AS `t10`
    ) AS `t12`
  ) AS `t16`
  GROUP BY
    1,
    2
) AS `t17`
WHERE
  `t17`.`period` > -1
