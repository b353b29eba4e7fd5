SELECT
  `t2`.`account_id`,
  `t2`.`period`,
  `t2`.`net`,
  `t2`.`closing`,
  `t2`.`closing` - `t2`.`net` AS `opening`
FROM (
  SELECT
    `t1`.`account_id`,
    `t1`.`period`,
    `t1`.`net`,
    CAST(SUM(`t1`.`net`) OVER (
      PARTITION BY `t1`.`account_id`
      ORDER BY `t1`.`period` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DECIMAL(18, 6)) AS `closing`
  FROM (
    SELECT
      `t0`.`account_id`,
      `t0`.`period`,
      CAST(SUM(`t0`.`amount`) AS DECIMAL(18, 6)) AS `net`
    FROM `changes` AS `t0`
    GROUP BY
      1,
      2
  ) AS `t1`
) AS `t2`
