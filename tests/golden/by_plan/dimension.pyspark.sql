WITH `t4` AS (
  SELECT
    `t2`.`account_id`,
    `t2`.`effective_at`,
    `t2`.`plan` AS `value`,
    SUM(`t2`.`amount_reporting`) AS `amount`
  FROM (
    SELECT
      *
    FROM `mrr_change` AS `t0`
  ) AS `t2`
  GROUP BY
    1,
    2,
    3
)
SELECT
  `t13`.`account_id`,
  COALESCE(`t13`.`value`, '(none)') AS `value`,
  IF(
    `t13`.`first`,
    CAST(CAST('1900-01-01T00:00:00+00:00' AS TIMESTAMP) AS TIMESTAMP),
    `t13`.`effective_at`
  ) AS `valid_from`,
  COALESCE(`t13`.`after`, CAST(CAST('2299-01-01T00:00:00+00:00' AS TIMESTAMP) AS TIMESTAMP)) AS `valid_to`
FROM (
  SELECT
    `t12`.`account_id`,
    `t12`.`effective_at`,
    `t12`.`value`,
    `t12`.`amount`,
    `t12`.`mrr`,
    `t12`.`place`,
    (
      ROW_NUMBER() OVER (PARTITION BY `t12`.`account_id` ORDER BY `t12`.`effective_at` ASC NULLS LAST) - 1
    ) = 0 AS `first`,
    LEAD(`t12`.`effective_at`) OVER (PARTITION BY `t12`.`account_id` ORDER BY `t12`.`effective_at` ASC NULLS LAST) AS `after`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t10`.`account_id`,
        `t10`.`effective_at`,
        `t10`.`value`,
        `t10`.`amount`,
        `t10`.`mrr`,
        ROW_NUMBER() OVER (
          PARTITION BY `t10`.`account_id`, `t10`.`effective_at`
          ORDER BY `t10`.`mrr` DESC, `t10`.`value` ASC NULLS LAST
        ) - 1 AS `place`
      FROM (
        SELECT
          `t9`.`account_id`,
          `t9`.`effective_at`,
          `t9`.`value`,
          `t9`.`amount`,
          SUM(`t9`.`amount`) OVER (
            PARTITION BY `t9`.`account_id`, `t9`.`value`
            ORDER BY `t9`.`effective_at` ASC NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
          ) AS `mrr`
        FROM (
          SELECT
            `t3`.`account_id`,
            `t3`.`effective_at`,
            `t8`.`value`,
            COALESCE(`t6`.`amount`, 0) AS `amount`
          FROM (
            SELECT DISTINCT
              `t0`.`account_id`,
              `t0`.`effective_at`
            FROM `mrr_change` AS `t0`
          ) AS `t3`
          INNER JOIN (
            SELECT DISTINCT
              `t5`.`account_id`,
              `t5`.`value`
            FROM `t4` AS `t5`
          ) AS `t8`
            ON `t3`.`account_id` = `t8`.`account_id`
          LEFT OUTER JOIN `t4` AS `t6`
            ON `t3`.`account_id` = `t6`.`account_id`
            AND `t3`.`effective_at` = `t6`.`effective_at`
            AND `t8`.`value` = `t6`.`value`
        ) AS `t9`
      ) AS `t10`
    ) AS `t11`
    WHERE
      `t11`.`place` = 0 AND `t11`.`mrr` > 0
  ) AS `t12`
) AS `t13`
