SELECT DISTINCT
  `t0`.`subject_id`,
  `t0`.`day`,
  `t0`.`slice`
FROM `days_active` AS `t0`
WHERE
  `t0`.`day` > -1 AND `t0`.`subject_id` IS NOT NULL
