WITH `t8` AS (
  SELECT
    `t5`.`period`,
    `t5`.`slice`,
    CAST(SUM(`t5`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t1`.`period`,
      `t1`.`slice`,
      `t1`.`capped` AS `amount`
    FROM `trailing_sums` AS `t1`
  ) AS `t5`
  GROUP BY
    1,
    2
), `t9` AS (
  SELECT
    `t6`.`period`,
    `t6`.`slice`,
    `t6`.`currency`,
    CAST(SUM(`t6`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t2`.`period`,
      `t2`.`slice`,
      `t2`.`currency`,
      `t2`.`amount`
    FROM `flows` AS `t2`
  ) AS `t6`
  GROUP BY
    1,
    2,
    3
), `t29` AS (
  SELECT
    `t28`.`period`,
    `t28`.`slice`,
    CAST(`t28`.`amount` AS DECIMAL(38, 15)) AS `amount`
  FROM (
    SELECT
      CAST(`t25`.`period` + 11 AS INT) AS `period`,
      `t25`.`slice`,
      `t25`.`amount`
    FROM (
      SELECT
        `t23`.`period`,
        `t23`.`slice`,
        SUM(`t23`.`amount`) AS `amount`
      FROM (
        SELECT
          `t21`.`period`,
          `t21`.`slice`,
          `t21`.`currency`,
          `t21`.`change`,
          `t21`.`closing`,
          `t21`.`closing` - `t21`.`change` AS `amount`
        FROM (
          SELECT
            `t19`.`period`,
            `t19`.`slice`,
            `t19`.`currency`,
            `t19`.`change`,
            SUM(`t19`.`change`) OVER (
              PARTITION BY `t19`.`slice`, `t19`.`currency`
              ORDER BY `t19`.`period` ASC NULLS LAST
              ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS `closing`
          FROM (
            SELECT
              `t7`.`period`,
              `t17`.`slice`,
              `t17`.`currency`,
              COALESCE(`t13`.`change`, 0) AS `change`
            FROM (
              SELECT
                `t0`.`period`
              FROM `period` AS `t0`
            ) AS `t7`
            CROSS JOIN (
              SELECT DISTINCT
                `t11`.`slice`,
                `t11`.`currency`
              FROM `t9` AS `t11`
            ) AS `t17`
            LEFT OUTER JOIN `t9` AS `t13`
              ON `t7`.`period` = `t13`.`period`
              AND `t17`.`slice` = `t13`.`slice`
              AND `t17`.`currency` = `t13`.`currency`
          ) AS `t19`
        ) AS `t21`
      ) AS `t23`
      GROUP BY
        1,
        2
    ) AS `t25`
  ) AS `t28`
  LEFT SEMI JOIN `period` AS `t3`
    ON `t28`.`period` = `t3`.`period`
)
SELECT
  *
FROM (
  SELECT
    `t34`.`period`,
    `t34`.`slice`,
    SUM(IF(`t34`.`side` = 'numerator', `t34`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t34`.`side` = 'denominator', `t34`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t34`.`side` = 'squares', `t34`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t30`.`period`,
        `t30`.`slice`,
        `t30`.`amount`,
        'denominator' AS `side`
      FROM `t29` AS `t30`
    ) AS `t31`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t30`.`period`,
          `t30`.`slice`,
          `t30`.`amount`,
          'numerator' AS `side`
        FROM `t29` AS `t30`
      ) AS `t32`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t24`.`period`,
          `t24`.`slice`,
          CAST(`t24`.`amount` AS DECIMAL(38, 15)) AS `amount`,
          'numerator' AS `side`
        FROM (
          SELECT
            `t22`.`period`,
            `t22`.`slice`,
            SUM(`t22`.`amount`) AS `amount`
          FROM (
            SELECT
              `t20`.`period`,
              `t20`.`slice`,
              `t20`.`change`,
              `t20`.`closing`,
              `t20`.`closing` AS `amount`
            FROM (
              SELECT
                `t18`.`period`,
                `t18`.`slice`,
                `t18`.`change`,
                SUM(`t18`.`change`) OVER (
                  PARTITION BY `t18`.`slice`
                  ORDER BY `t18`.`period` ASC NULLS LAST
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS `closing`
              FROM (
                SELECT
                  `t7`.`period`,
                  `t16`.`slice`,
                  COALESCE(`t12`.`change`, 0) AS `change`
                FROM (
                  SELECT
                    `t0`.`period`
                  FROM `period` AS `t0`
                ) AS `t7`
                CROSS JOIN (
                  SELECT DISTINCT
                    `t10`.`slice`
                  FROM `t8` AS `t10`
                ) AS `t16`
                LEFT OUTER JOIN `t8` AS `t12`
                  ON `t7`.`period` = `t12`.`period` AND `t16`.`slice` = `t12`.`slice`
              ) AS `t18`
            ) AS `t20`
          ) AS `t22`
          GROUP BY
            1,
            2
        ) AS `t24`
      ) AS `t26`
    ) AS `t33`
  ) AS `t34`
  GROUP BY
    1,
    2
) AS `t35`
WHERE
  `t35`.`period` > -1
