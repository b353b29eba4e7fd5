SELECT
  `t2`.`period`,
  `t2`.`slice`,
  `t2`.`account_id` AS `subject_id`,
  `t2`.`amount`
FROM (
  SELECT
    `t1`.`account_id`,
    `t1`.`period`,
    `t1`.`slice`,
    `t1`.`opening`,
    `t1`.`closing`,
    CAST(`t1`.`closing` > 0 AS BIGINT) - CAST(`t1`.`opening` > 0 AS BIGINT) AS `amount`
  FROM (
    SELECT
      `t0`.`account_id`,
      `t0`.`period`,
      `t0`.`slice`,
      SUM(`t0`.`opening`) AS `opening`,
      SUM(`t0`.`closing`) AS `closing`
    FROM `grid` AS `t0`
    GROUP BY
      1,
      2,
      3
  ) AS `t1`
) AS `t2`
WHERE
  `t2`.`amount` <> 0
