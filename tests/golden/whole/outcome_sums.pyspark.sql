SELECT
  `t0`.`period`,
  `t0`.`slice`,
  SUM(CAST((
    `t0`.`m0` > 0
  ) AND (
    `t0`.`m1` = 0
  ) AS BIGINT)) AS `lost`,
  SUM(IF(`t0`.`m0` > 0, `t0`.`m1` - `t0`.`m0`, 0)) AS `change`,
  SUM(LEAST(IF(`t0`.`m0` > 0, `t0`.`m1` - `t0`.`m0`, 0), 0)) AS `capped`
FROM `outcomes` AS `t0`
GROUP BY
  1,
  2
