WITH `t4` AS (
  SELECT
    `t2`.`period`,
    `t2`.`slice`,
    SUM(`t2`.`amount`) AS `amount`
  FROM (
    SELECT
      CAST(`t0`.`period` + 1 AS INT) AS `period`,
      `t0`.`slice`,
      `t0`.`amount_reporting` AS `amount`
    FROM `flows` AS `t0`
    WHERE
      `t0`.`kind` IN ('expansion') AND `t0`.`period` > -1
  ) AS `t2`
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    `t10`.`period`,
    `t10`.`slice`,
    SUM(IF(`t10`.`side` = 'numerator', `t10`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t10`.`side` = 'denominator', `t10`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t10`.`side` = 'squares', `t10`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t5`.`period`,
        `t5`.`slice`,
        CAST(`t5`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM `t4` AS `t5`
    ) AS `t7`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t3`.`period`,
          `t3`.`slice`,
          CAST(`t3`.`amount` AS DECIMAL(38, 15)) AS `amount`,
          'numerator' AS `side`
        FROM (
          SELECT
            `t1`.`period`,
            `t1`.`slice`,
            SUM(`t1`.`amount`) AS `amount`
          FROM (
            SELECT
              `t0`.`period` + 0 AS `period`,
              `t0`.`slice`,
              `t0`.`amount_reporting` AS `amount`
            FROM `flows` AS `t0`
            WHERE
              `t0`.`kind` IN ('expansion') AND `t0`.`period` > -1
          ) AS `t1`
          GROUP BY
            1,
            2
        ) AS `t3`
      ) AS `t6`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t5`.`period`,
          `t5`.`slice`,
          -(
            CAST(`t5`.`amount` AS DECIMAL(38, 15))
          ) AS `amount`,
          'numerator' AS `side`
        FROM `t4` AS `t5`
      ) AS `t8`
    ) AS `t9`
  ) AS `t10`
  GROUP BY
    1,
    2
) AS `t11`
WHERE
  `t11`.`period` > -1
