SELECT
  `t1`.`period`,
  `t1`.`slice`,
  PERCENTILE(`t1`.`amount`, 0.5) AS `value`,
  CAST(COUNT(*) AS DECIMAL(38, 15)) AS `denominator`
FROM (
  SELECT
    `t0`.`period` + 0 AS `period`,
    `t0`.`slice`,
    `t0`.`subject_id`,
    `t0`.`days_ago` AS `amount`
  FROM `last_seen` AS `t0`
  WHERE
    `t0`.`period` > -1
) AS `t1`
GROUP BY
  1,
  2
