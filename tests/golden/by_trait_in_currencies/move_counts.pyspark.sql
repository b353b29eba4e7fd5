SELECT
  `t0`.`period`,
  `t0`.`slice`,
  `t0`.`new`,
  `t0`.`reactivation`,
  `t0`.`churn`,
  COUNT(*) AS `amount`
FROM `moves` AS `t0`
GROUP BY
  1,
  2,
  3,
  4,
  5
