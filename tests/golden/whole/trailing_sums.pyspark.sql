SELECT
  `t1`.`period`,
  `t1`.`slice`,
  SUM(
    CAST((
      `t1`.`m0` > 0
    ) AND (
      `t1`.`m1` = 0
    ) AS BIGINT) - CAST((
      `t1`.`before0` > 0
    ) AND (
      `t1`.`before1` = 0
    ) AS BIGINT)
  ) AS `lost`,
  SUM(
    IF(`t1`.`m0` > 0, `t1`.`m1` - `t1`.`m0`, 0) - IF(`t1`.`before0` > 0, `t1`.`before1` - `t1`.`before0`, 0)
  ) AS `change`,
  SUM(
    LEAST(IF(`t1`.`m0` > 0, `t1`.`m1` - `t1`.`m0`, 0), 0) - LEAST(IF(`t1`.`before0` > 0, `t1`.`before1` - `t1`.`before0`, 0), 0)
  ) AS `capped`
FROM (
  SELECT
    `t0`.`account_id`,
    `t0`.`period`,
    `t0`.`m0`,
    `t0`.`m1`,
    `t0`.`m0` - `t0`.`then` AS `before0`,
    `t0`.`m1` - `t0`.`now` AS `before1`,
    '' AS `slice`
  FROM `trailing` AS `t0`
) AS `t1`
GROUP BY
  1,
  2
