SELECT
  `t2`.`subject_id`,
  `t2`.`first_at`,
  `t2`.`day`,
  `t2`.`slice`
FROM (
  SELECT
    `t1`.`subject_id`,
    `t1`.`account_id`,
    `t1`.`day`,
    `t1`.`first_at`,
    `t1`.`last_at`,
    `t1`.`slice`,
    ROW_NUMBER() OVER (
      PARTITION BY `t1`.`subject_id`
      ORDER BY `t1`.`first_at` ASC NULLS LAST, `t1`.`account_id` ASC NULLS LAST
    ) - 1 AS `place`
  FROM (
    SELECT
      *
    FROM `days_active` AS `t0`
    WHERE
      `t0`.`subject_id` IS NOT NULL
  ) AS `t1`
) AS `t2`
WHERE
  `t2`.`place` = 0
