WITH `t1` AS (
  SELECT
    `t0`.`period`,
    `t0`.`slice`,
    `t0`.`subject_id`,
    SUM(`t0`.`points`) AS `amount`
  FROM `health` AS `t0`
  GROUP BY
    1,
    2,
    3
)
SELECT
  *
FROM (
  SELECT
    `t9`.`period`,
    `t9`.`slice`,
    SUM(IF(`t9`.`side` = 'numerator', `t9`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t9`.`side` = 'denominator', `t9`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t9`.`side` = 'squares', `t9`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t5`.`period`,
        `t5`.`slice`,
        CAST(`t5`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t3`.`period`,
          `t3`.`slice`,
          SUM(`t3`.`amount`) AS `amount`
        FROM (
          SELECT
            `t2`.`period` + 0 AS `period`,
            `t2`.`slice`,
            `t2`.`subject_id`,
            `t2`.`amount`
          FROM `t1` AS `t2`
          WHERE
            `t2`.`period` > -1
        ) AS `t3`
        GROUP BY
          1,
          2
      ) AS `t5`
    ) AS `t7`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t6`.`period`,
        `t6`.`slice`,
        CAST(`t6`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t4`.`period`,
          `t4`.`slice`,
          SUM(`t4`.`amount`) AS `amount`
        FROM (
          SELECT
            `t2`.`period` + 0 AS `period`,
            `t2`.`slice`,
            `t2`.`subject_id`,
            1 AS `amount`
          FROM `t1` AS `t2`
          WHERE
            `t2`.`period` > -1
        ) AS `t4`
        GROUP BY
          1,
          2
      ) AS `t6`
    ) AS `t8`
  ) AS `t9`
  GROUP BY
    1,
    2
) AS `t10`
WHERE
  `t10`.`period` > -1
