WITH `t7` AS (
  SELECT
    `t5`.`period`,
    `t5`.`slice`,
    `t5`.`currency`,
    CAST(SUM(`t5`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t1`.`slice`,
      `t1`.`currency`,
      `t1`.`amount`,
      `t1`.`account_id` AS `subject_id`,
      CAST(`t1`.`period` + 11 AS INT) AS `period`
    FROM `changes` AS `t1`
  ) AS `t5`
  GROUP BY
    1,
    2,
    3
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
        IF(`t2`.`m0` > 0, LEAST(`t2`.`m1` - `t2`.`m0`, 0), 0) - IF(`t2`.`before0` > 0, LEAST(`t2`.`before1` - `t2`.`before0`, 0), 0) AS `amount`
      FROM `trailing` AS `t2`
    ) AS `t6`
    WHERE
      `t6`.`amount` <> 0
  ) AS `t9`
  GROUP BY
    1,
    2
), `t23` AS (
  SELECT
    `t21`.`period`,
    `t21`.`slice`,
    SUM(`t21`.`amount`) AS `amount`
  FROM (
    SELECT
      `t19`.`period`,
      `t19`.`slice`,
      `t19`.`currency`,
      `t19`.`change`,
      `t19`.`closing`,
      `t19`.`closing` - `t19`.`change` AS `amount`
    FROM (
      SELECT
        `t16`.`period`,
        `t16`.`slice`,
        `t16`.`currency`,
        `t16`.`change`,
        SUM(`t16`.`change`) OVER (
          PARTITION BY `t16`.`slice`, `t16`.`currency`
          ORDER BY `t16`.`period` ASC NULLS LAST
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS `closing`
      FROM (
        SELECT
          `t4`.`period`,
          `t12`.`slice`,
          `t12`.`currency`,
          COALESCE(`t10`.`change`, 0) AS `change`
        FROM (
          SELECT
            `t0`.`period`
          FROM `period` AS `t0`
        ) AS `t4`
        CROSS JOIN (
          SELECT DISTINCT
            `t8`.`slice`,
            `t8`.`currency`
          FROM `t7` AS `t8`
        ) AS `t12`
        LEFT OUTER JOIN `t7` AS `t10`
          ON `t4`.`period` = `t10`.`period`
          AND `t12`.`slice` = `t10`.`slice`
          AND `t12`.`currency` = `t10`.`currency`
      ) AS `t16`
    ) AS `t19`
  ) AS `t21`
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    `t31`.`period`,
    `t31`.`slice`,
    SUM(IF(`t31`.`side` = 'numerator', `t31`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t31`.`side` = 'denominator', `t31`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t31`.`side` = 'squares', `t31`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t24`.`period`,
        `t24`.`slice`,
        CAST(`t24`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM `t23` AS `t24`
    ) AS `t26`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t24`.`period`,
          `t24`.`slice`,
          CAST(`t24`.`amount` AS DECIMAL(38, 15)) AS `amount`,
          'numerator' AS `side`
        FROM `t23` AS `t24`
      ) AS `t27`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t28`.`period`,
          `t28`.`slice`,
          CAST(`t28`.`amount` AS DECIMAL(38, 15)) AS `amount`,
          'numerator' AS `side`
        FROM (
          SELECT
            `t25`.`period`,
            `t25`.`slice`,
            SUM(`t25`.`amount`) AS `amount`
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
          ) AS `t25`
          GROUP BY
            1,
            2
        ) AS `t28`
      ) AS `t29`
    ) AS `t30`
  ) AS `t31`
  GROUP BY
    1,
    2
) AS `t32`
WHERE
  `t32`.`period` > -1
