SELECT
  `t5`.`account_id`,
  `t5`.`period`,
  `t5`.`slice`,
  `t5`.`m0`,
  `t5`.`m1`,
  CAST(`t5`.`m0` - `t5`.`then` AS DECIMAL(18, 6)) AS `before0`,
  CAST(`t5`.`m1` - `t5`.`now` AS DECIMAL(18, 6)) AS `before1`
FROM (
  SELECT
    `t4`.`account_id`,
    `t4`.`period`,
    `t4`.`slice`,
    `t4`.`then`,
    `t4`.`now`,
    CAST(SUM(`t4`.`then`) OVER (
      PARTITION BY `t4`.`account_id`
      ORDER BY `t4`.`period` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DECIMAL(18, 6)) AS `m0`,
    CAST(SUM(`t4`.`now`) OVER (
      PARTITION BY `t4`.`account_id`
      ORDER BY `t4`.`period` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS DECIMAL(18, 6)) AS `m1`
  FROM (
    SELECT
      `t3`.`account_id`,
      `t3`.`period`,
      `t3`.`slice`,
      SUM(`t3`.`then`) AS `then`,
      SUM(`t3`.`now`) AS `now`
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t0`.`account_id`,
          `t0`.`period`,
          `t0`.`slice`,
          CAST('0.000000' AS DECIMAL(18, 6)) AS `then`,
          `t0`.`net` AS `now`
        FROM `grid` AS `t0`
      ) AS `t1`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t0`.`account_id`,
          CAST(`t0`.`period` + 12 AS INT) AS `period`,
          `t0`.`slice`,
          `t0`.`net` AS `then`,
          CAST('0.000000' AS DECIMAL(18, 6)) AS `now`
        FROM `grid` AS `t0`
      ) AS `t2`
    ) AS `t3`
    GROUP BY
      1,
      2,
      3
  ) AS `t4`
) AS `t5`
