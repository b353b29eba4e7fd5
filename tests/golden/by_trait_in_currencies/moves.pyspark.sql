SELECT
  `t1`.`account_id`,
  `t1`.`period`,
  `t1`.`slice`,
  BOOL_OR(`t1`.`kind` = 'new') AS `new`,
  BOOL_OR(`t1`.`kind` = 'reactivation') AS `reactivation`,
  BOOL_OR(`t1`.`kind` = 'churn') AS `churn`
FROM (
  SELECT
    *
  FROM `changes` AS `t0`
  WHERE
    `t0`.`kind` IN ('new', 'reactivation', 'churn')
) AS `t1`
GROUP BY
  1,
  2,
  3
