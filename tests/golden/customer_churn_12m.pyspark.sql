WITH `t7` AS (
  SELECT
    `t5`.`period`,
    `t5`.`slice`,
    CAST(SUM(`t5`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      CAST(`t1`.`period` + 11 AS INT) AS `period`,
      `t1`.`slice`,
      `t1`.`subject_id`,
      `t1`.`amount`
    FROM `presence` AS `t1`
  ) AS `t5`
  GROUP BY
    1,
    2
), `t13` AS (
  SELECT
    `t9`.`period`,
    `t9`.`slice`,
    CAST(SUM(`t9`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t6`.`period`,
      `t6`.`slice`,
      `t6`.`account_id` AS `subject_id`,
      `t6`.`amount`
    FROM (
      SELECT
        `t2`.`account_id`,
        `t2`.`period`,
        `t2`.`slice`,
        `t2`.`m0`,
        `t2`.`m1`,
        `t2`.`before0`,
        `t2`.`before1`,
        CAST((
          `t2`.`m0` > 0
        ) AND (
          `t2`.`m1` = 0
        ) AS BIGINT) - CAST((
          `t2`.`before0` > 0
        ) AND (
          `t2`.`before1` = 0
        ) AS BIGINT) AS `amount`
      FROM `trailing` AS `t2`
    ) AS `t6`
    WHERE
      `t6`.`amount` <> 0
  ) AS `t9`
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    `t28`.`period`,
    `t28`.`slice`,
    SUM(IF(`t28`.`side` = 'numerator', `t28`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t28`.`side` = 'denominator', `t28`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t28`.`side` = 'squares', `t28`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t26`.`period`,
        `t26`.`slice`,
        CAST(`t26`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t24`.`period`,
          `t24`.`slice`,
          SUM(`t24`.`amount`) AS `amount`
        FROM (
          SELECT
            `t22`.`period`,
            `t22`.`slice`,
            `t22`.`change`,
            `t22`.`closing`,
            `t22`.`closing` AS `amount`
          FROM (
            SELECT
              `t20`.`period`,
              `t20`.`slice`,
              `t20`.`change`,
              SUM(`t20`.`change`) OVER (
                PARTITION BY `t20`.`slice`
                ORDER BY `t20`.`period` ASC NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS `closing`
            FROM (
              SELECT
                `t4`.`period`,
                `t18`.`slice`,
                COALESCE(`t15`.`change`, 0) AS `change`
              FROM (
                SELECT
                  `t0`.`period`
                FROM `period` AS `t0`
              ) AS `t4`
              CROSS JOIN (
                SELECT DISTINCT
                  `t14`.`slice`
                FROM `t13` AS `t14`
              ) AS `t18`
              LEFT OUTER JOIN `t13` AS `t15`
                ON `t4`.`period` = `t15`.`period` AND `t18`.`slice` = `t15`.`slice`
            ) AS `t20`
          ) AS `t22`
        ) AS `t24`
        GROUP BY
          1,
          2
      ) AS `t26`
    ) AS `t27`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t23`.`period`,
        `t23`.`slice`,
        CAST(`t23`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t21`.`period`,
          `t21`.`slice`,
          SUM(`t21`.`amount`) AS `amount`
        FROM (
          SELECT
            `t19`.`period`,
            `t19`.`slice`,
            `t19`.`change`,
            `t19`.`closing`,
            `t19`.`closing` - `t19`.`change` AS `amount`
          FROM (
            SELECT
              `t16`.`period`,
              `t16`.`slice`,
              `t16`.`change`,
              SUM(`t16`.`change`) OVER (
                PARTITION BY `t16`.`slice`
                ORDER BY `t16`.`period` ASC NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS `closing`
            FROM (
              SELECT
                `t4`.`period`,
                `t12`.`slice`,
                COALESCE(`t10`.`change`, 0) AS `change`
              FROM (
                SELECT
                  `t0`.`period`
                FROM `period` AS `t0`
              ) AS `t4`
              CROSS JOIN (
                SELECT DISTINCT
                  `t8`.`slice`
                FROM `t7` AS `t8`
              ) AS `t12`
              LEFT OUTER JOIN `t7` AS `t10`
                ON `t4`.`period` = `t10`.`period` AND `t12`.`slice` = `t10`.`slice`
            ) AS `t16`
          ) AS `t19`
        ) AS `t21`
        GROUP BY
          1,
          2
      ) AS `t23`
    ) AS `t25`
  ) AS `t28`
  GROUP BY
    1,
    2
) AS `t29`
WHERE
  `t29`.`period` > -1
