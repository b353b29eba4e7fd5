SELECT
  `t6`.`period`,
  `t6`.`end_at`,
  MIN(`t6`.`day`) AS `first_day`,
  MAX(`t6`.`day`) AS `last_day`,
  COUNT(*) AS `days`
FROM (
  SELECT
    `t4`.`day`,
    `t4`.`day_start`,
    `t4`.`day_end`,
    `t5`.`period`,
    `t5`.`start_at`,
    `t5`.`end_at`
  FROM (
    SELECT
      `t0`.`day`,
      `t0`.`start_at` AS `day_start`,
      `t0`.`end_at` AS `day_end`
    FROM `day` AS `t0`
    WHERE
      `t0`.`day` > -1
  ) AS `t4`
  INNER JOIN (
    SELECT
      *
    FROM `period` AS `t1`
    WHERE
      `t1`.`period` > -1
  ) AS `t5`
    ON `t4`.`day_start` >= `t5`.`start_at` AND `t4`.`day_start` < `t5`.`end_at`
) AS `t6`
GROUP BY
  1,
  2
