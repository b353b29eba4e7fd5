WITH `t2` AS (
  SELECT
    `t1`.`account_id`,
    `t1`.`period`,
    `t1`.`slice`,
    CAST(SUM(`t1`.`opening`) AS DECIMAL(38, 15)) AS `m0`,
    CAST(SUM(`t1`.`closing`) AS DECIMAL(38, 15)) AS `closing`
  FROM (
    SELECT
      *
    FROM `grid` AS `t0`
    WHERE
      `t0`.`period` > -1
  ) AS `t1`
  GROUP BY
    1,
    2,
    3
)
SELECT
  `t6`.`account_id`,
  `t6`.`period`,
  `t6`.`slice`,
  `t6`.`m0`,
  IF(
    `t6`.`m0` = `t7`.`all0`,
    `t7`.`all1`,
    CAST((
      CAST(`t7`.`all1` AS DOUBLE) * CAST(`t6`.`m0` AS DOUBLE)
    ) / CAST(`t7`.`all0` AS DOUBLE) AS DECIMAL(38, 15))
  ) AS `m1`
FROM (
  SELECT
    *
  FROM `t2` AS `t3`
  WHERE
    `t3`.`m0` > 0
) AS `t6`
INNER JOIN (
  SELECT
    `t3`.`account_id`,
    `t3`.`period`,
    SUM(`t3`.`m0`) AS `all0`,
    SUM(`t3`.`closing`) AS `all1`
  FROM `t2` AS `t3`
  GROUP BY
    1,
    2
) AS `t7`
  ON `t6`.`account_id` = `t7`.`account_id` AND `t6`.`period` = `t7`.`period`
