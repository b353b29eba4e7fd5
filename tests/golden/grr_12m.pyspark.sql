WITH `t7` AS (
  SELECT
    `t4`.`period`,
    `t4`.`slice`,
    CAST(SUM(`t4`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t2`.`period`,
      `t2`.`slice`,
      `t2`.`capped` AS `amount`
    FROM `trailing_sums` AS `t2`
  ) AS `t4`
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
      `t1`.`slice`,
      `t1`.`currency`,
      `t1`.`amount`,
      CAST(`t1`.`period` + 11 AS INT) AS `period`
    FROM `flows` AS `t1`
  ) AS `t6`
  GROUP BY
    1,
    2,
    3
), `t24` AS (
  SELECT
    `t22`.`period`,
    `t22`.`slice`,
    SUM(`t22`.`amount`) AS `amount`
  FROM (
    SELECT
      `t20`.`period`,
      `t20`.`slice`,
      `t20`.`currency`,
      `t20`.`change`,
      `t20`.`closing`,
      `t20`.`closing` - `t20`.`change` AS `amount`
    FROM (
      SELECT
        `t18`.`period`,
        `t18`.`slice`,
        `t18`.`currency`,
        `t18`.`change`,
        SUM(`t18`.`change`) OVER (
          PARTITION BY `t18`.`slice`, `t18`.`currency`
          ORDER BY `t18`.`period` ASC NULLS LAST
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS `closing`
      FROM (
        SELECT
          `t5`.`period`,
          `t16`.`slice`,
          `t16`.`currency`,
          COALESCE(`t13`.`change`, 0) AS `change`
        FROM (
          SELECT
            `t0`.`period`
          FROM `period` AS `t0`
        ) AS `t5`
        CROSS JOIN (
          SELECT DISTINCT
            `t11`.`slice`,
            `t11`.`currency`
          FROM `t9` AS `t11`
        ) AS `t16`
        LEFT OUTER JOIN `t9` AS `t13`
          ON `t5`.`period` = `t13`.`period`
          AND `t16`.`slice` = `t13`.`slice`
          AND `t16`.`currency` = `t13`.`currency`
      ) AS `t18`
    ) AS `t20`
  ) AS `t22`
  GROUP BY
    1,
    2
)
SELECT
  *
FROM (
  SELECT
    `t30`.`period`,
    `t30`.`slice`,
    SUM(IF(`t30`.`side` = 'numerator', `t30`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t30`.`side` = 'denominator', `t30`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t30`.`side` = 'squares', `t30`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t26`.`period`,
        `t26`.`slice`,
        CAST(`t26`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM `t24` AS `t26`
    ) AS `t27`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t26`.`period`,
          `t26`.`slice`,
          CAST(`t26`.`amount` AS DECIMAL(38, 15)) AS `amount`,
          'numerator' AS `side`
        FROM `t24` AS `t26`
      ) AS `t28`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t23`.`period`,
          `t23`.`slice`,
          CAST(`t23`.`amount` AS DECIMAL(38, 15)) AS `amount`,
          'numerator' AS `side`
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
              `t19`.`closing` AS `amount`
            FROM (
              SELECT
                `t17`.`period`,
                `t17`.`slice`,
                `t17`.`change`,
                SUM(`t17`.`change`) OVER (
                  PARTITION BY `t17`.`slice`
                  ORDER BY `t17`.`period` ASC NULLS LAST
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS `closing`
              FROM (
                SELECT
                  `t5`.`period`,
                  `t14`.`slice`,
                  COALESCE(`t10`.`change`, 0) AS `change`
                FROM (
                  SELECT
                    `t0`.`period`
                  FROM `period` AS `t0`
                ) AS `t5`
                CROSS JOIN (
                  SELECT DISTINCT
                    `t8`.`slice`
                  FROM `t7` AS `t8`
                ) AS `t14`
                LEFT OUTER JOIN `t7` AS `t10`
                  ON `t5`.`period` = `t10`.`period` AND `t14`.`slice` = `t10`.`slice`
              ) AS `t17`
            ) AS `t19`
          ) AS `t21`
          GROUP BY
            1,
            2
        ) AS `t23`
      ) AS `t25`
    ) AS `t29`
  ) AS `t30`
  GROUP BY
    1,
    2
) AS `t31`
WHERE
  `t31`.`period` > -1
