WITH `t10` AS (
  SELECT
    `t7`.`period`,
    `t7`.`slice`,
    CAST(SUM(`t7`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t2`.`period` + 0 AS `period`,
      `t2`.`slice`,
      `t2`.`subject_id`,
      `t2`.`amount`
    FROM `presence` AS `t2`
  ) AS `t7`
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    `t25`.`period`,
    `t25`.`slice`,
    SUM(IF(`t25`.`side` = 'numerator', `t25`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t25`.`side` = 'denominator', `t25`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t25`.`side` = 'squares', `t25`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t12`.`period`,
        `t12`.`slice`,
        CAST(`t12`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t8`.`period`,
          `t8`.`slice`,
          SUM(`t8`.`amount`) AS `amount`
        FROM (
          SELECT
            `t4`.`period` + 0 AS `period`,
            `t4`.`slice`,
            `t4`.`subject_id`,
            1 AS `amount`
          FROM (
            SELECT DISTINCT
              `t0`.`period`,
              `t0`.`slice`,
              `t0`.`account_id` AS `subject_id`
            FROM `changes` AS `t0`
            WHERE
              `t0`.`kind` IN ('new', 'reactivation')
          ) AS `t4`
          WHERE
            `t4`.`period` > -1
        ) AS `t8`
        GROUP BY
          1,
          2
      ) AS `t12`
    ) AS `t17`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t13`.`period`,
          `t13`.`slice`,
          CAST(`t13`.`amount` AS DECIMAL(38, 15)) AS `amount`,
          'numerator' AS `side`
        FROM (
          SELECT
            `t9`.`period`,
            `t9`.`slice`,
            SUM(`t9`.`amount`) AS `amount`
          FROM (
            SELECT
              `t5`.`period` + 0 AS `period`,
              `t5`.`slice`,
              `t5`.`subject_id`,
              1 AS `amount`
            FROM (
              SELECT DISTINCT
                `t0`.`period`,
                `t0`.`slice`,
                `t0`.`account_id` AS `subject_id`
              FROM `changes` AS `t0`
              WHERE
                `t0`.`kind` IN ('churn')
            ) AS `t5`
            WHERE
              `t5`.`period` > -1
          ) AS `t9`
          GROUP BY
            1,
            2
        ) AS `t13`
      ) AS `t18`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t22`.`period`,
          `t22`.`slice`,
          CAST(`t22`.`amount` AS DECIMAL(38, 15)) AS `amount`,
          'denominator' AS `side`
        FROM (
          SELECT
            `t21`.`period`,
            `t21`.`slice`,
            SUM(`t21`.`amount`) AS `amount`
          FROM (
            SELECT
              `t20`.`period`,
              `t20`.`slice`,
              `t20`.`change`,
              `t20`.`closing`,
              `t20`.`closing` - `t20`.`change` AS `amount`
            FROM (
              SELECT
                `t19`.`period`,
                `t19`.`slice`,
                `t19`.`change`,
                SUM(`t19`.`change`) OVER (
                  PARTITION BY `t19`.`slice`
                  ORDER BY `t19`.`period` ASC NULLS LAST
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS `closing`
              FROM (
                SELECT
                  `t6`.`period`,
                  `t16`.`slice`,
                  COALESCE(`t14`.`change`, 0) AS `change`
                FROM (
                  SELECT
                    `t1`.`period`
                  FROM `period` AS `t1`
                ) AS `t6`
                CROSS JOIN (
                  SELECT DISTINCT
                    `t11`.`slice`
                  FROM `t10` AS `t11`
                ) AS `t16`
                LEFT OUTER JOIN `t10` AS `t14`
                  ON `t6`.`period` = `t14`.`period` AND `t16`.`slice` = `t14`.`slice`
              ) AS `t19`
            ) AS `t20`
          ) AS `t21`
          GROUP BY
            1,
            2
        ) AS `t22`
      ) AS `t23`
    ) AS `t24`
  ) AS `t25`
  GROUP BY
    1,
    2
) AS `t26`
WHERE
  `t26`.`period` > -1
