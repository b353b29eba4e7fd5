WITH `t7` AS (
  SELECT
    `t6`.`response`,
    `t6`.`survey`,
    `t6`.`person_id`,
    `t6`.`account_id`,
    `t6`.`asked_at`,
    `t6`.`answered_at`,
    `t6`.`score`,
    `t6`.`comment`,
    `t6`.`language`,
    `t6`.`subject_id`,
    `t2`.`period`
  FROM (
    SELECT
      `t0`.`response`,
      `t0`.`survey`,
      `t0`.`person_id`,
      `t0`.`account_id`,
      `t0`.`asked_at`,
      `t0`.`answered_at`,
      `t0`.`score`,
      `t0`.`comment`,
      `t0`.`language`,
      IF(
        (
          SELECT
            MAX(`t3`.`person_id`) AS `Max(person_id)`
          FROM (
            SELECT
              *
            FROM `survey_answer` AS `t0`
          ) AS `t3`
        ) IS NOT NULL,
        `t0`.`person_id`,
        `t0`.`account_id`
      ) AS `subject_id`,
      CAST(CAST(FLOOR((
        UNIX_TIMESTAMP(CAST(`t0`.`answered_at` AS TIMESTAMP))
      ) / (
        86400
      )) AS BIGINT) AS INT) AS `utc_date`
    FROM `survey_answer` AS `t0`
    WHERE
      `t0`.`survey` = 'ces' AND `t0`.`score` BETWEEN 1 AND 7
  ) AS `t6`
  INNER JOIN `date` AS `t2`
    ON `t6`.`utc_date` = `t2`.`date`
    AND `t6`.`answered_at` >= `t2`.`start_at`
    AND `t6`.`answered_at` < `t2`.`end_at`
)
SELECT
  *
FROM (
  SELECT
    `t19`.`period`,
    `t19`.`slice`,
    SUM(IF(`t19`.`side` = 'numerator', `t19`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t19`.`side` = 'denominator', `t19`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t19`.`side` = 'squares', `t19`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t14`.`period`,
        `t14`.`slice`,
        `t14`.`amount`,
        'squares' AS `side`
      FROM (
        SELECT
          `t11`.`period`,
          `t11`.`slice`,
          SUM(CAST(`t11`.`amount` AS DECIMAL(38, 15))) AS `amount`
        FROM (
          SELECT
            `t8`.`period` + 0 AS `period`,
            '' AS `slice`,
            `t8`.`subject_id`,
            `t8`.`score` * `t8`.`score` AS `amount`
          FROM `t7` AS `t8`
          WHERE
            `t8`.`period` > -1
        ) AS `t11`
        GROUP BY
          1,
          2
      ) AS `t14`
    ) AS `t17`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t13`.`period`,
          `t13`.`slice`,
          `t13`.`amount`,
          'numerator' AS `side`
        FROM (
          SELECT
            `t9`.`period`,
            `t9`.`slice`,
            SUM(CAST(`t9`.`amount` AS DECIMAL(38, 15))) AS `amount`
          FROM (
            SELECT
              `t8`.`period` + 0 AS `period`,
              '' AS `slice`,
              `t8`.`subject_id`,
              `t8`.`score` AS `amount`
            FROM `t7` AS `t8`
            WHERE
              `t8`.`period` > -1
          ) AS `t9`
          GROUP BY
            1,
            2
        ) AS `t13`
      ) AS `t15`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t12`.`period`,
          `t12`.`slice`,
          CAST(`t12`.`amount` AS DECIMAL(38, 15)) AS `amount`,
          'denominator' AS `side`
        FROM (
          SELECT
            `t10`.`period`,
            `t10`.`slice`,
            SUM(`t10`.`amount`) AS `amount`
          FROM (
            SELECT
              `t8`.`period` + 0 AS `period`,
              '' AS `slice`,
              `t8`.`subject_id`,
              1 AS `amount`
            FROM `t7` AS `t8`
            WHERE
              `t8`.`period` > -1
          ) AS `t10`
          GROUP BY
            1,
            2
        ) AS `t12`
      ) AS `t16`
    ) AS `t18`
  ) AS `t19`
  GROUP BY
    1,
    2
) AS `t20`
WHERE
  `t20`.`period` > -1
