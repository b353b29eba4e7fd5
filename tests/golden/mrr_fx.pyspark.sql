WITH `t7` AS (
  SELECT
    `t2`.`period`,
    `t2`.`slice`,
    `t2`.`currency`,
    CAST(SUM(`t2`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t0`.`period`,
      `t0`.`slice`,
      `t0`.`currency`,
      `t0`.`amount`
    FROM `flows` AS `t0`
  ) AS `t2`
  GROUP BY
    1,
    2,
    3
), `t14` AS (
  SELECT
    `t13`.`period`,
    `t13`.`slice`,
    `t13`.`currency`,
    `t13`.`change`,
    SUM(`t13`.`change`) OVER (
      PARTITION BY `t13`.`slice`, `t13`.`currency`
      ORDER BY `t13`.`period` ASC NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS `closing`
  FROM (
    SELECT
      `t5`.`period`,
      `t12`.`slice`,
      `t12`.`currency`,
      COALESCE(`t9`.`change`, 0) AS `change`
    FROM (
      SELECT
        `t1`.`period`
      FROM `period` AS `t1`
    ) AS `t5`
    CROSS JOIN (
      SELECT DISTINCT
        `t8`.`slice`,
        `t8`.`currency`
      FROM `t7` AS `t8`
    ) AS `t12`
    LEFT OUTER JOIN `t7` AS `t9`
      ON `t5`.`period` = `t9`.`period`
      AND `t12`.`slice` = `t9`.`slice`
      AND `t12`.`currency` = `t9`.`currency`
  ) AS `t13`
)
SELECT
  *
FROM (
  SELECT
    `t23`.`period`,
    `t23`.`slice`,
    SUM(IF(`t23`.`side` = 'numerator', `t23`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t23`.`side` = 'denominator', `t23`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t23`.`side` = 'squares', `t23`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t6`.`period`,
        `t6`.`slice`,
        -(
          CAST(`t6`.`amount` AS DECIMAL(38, 15))
        ) AS `amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t4`.`period`,
          `t4`.`slice`,
          SUM(`t4`.`amount`) AS `amount`
        FROM (
          SELECT
            `t0`.`period` + 0 AS `period`,
            `t0`.`slice`,
            `t0`.`amount_reporting` AS `amount`
          FROM `flows` AS `t0`
          WHERE
            `t0`.`kind` IN ('new', 'reactivation', 'expansion', 'contraction', 'churn', 'transfer')
            AND `t0`.`period` > -1
        ) AS `t4`
        GROUP BY
          1,
          2
      ) AS `t6`
    ) AS `t11`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t18`.`period`,
          `t18`.`slice`,
          CAST(`t18`.`amount` AS DECIMAL(38, 15)) AS `amount`,
          'numerator' AS `side`
        FROM (
          SELECT
            `t16`.`period`,
            `t16`.`slice`,
            SUM(`t16`.`amount`) AS `amount`
          FROM (
            SELECT
              `t15`.`period`,
              `t15`.`slice`,
              `t15`.`currency`,
              `t15`.`change`,
              `t15`.`closing`,
              `t15`.`closing` AS `amount`
            FROM `t14` AS `t15`
          ) AS `t16`
          GROUP BY
            1,
            2
        ) AS `t18`
      ) AS `t20`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t19`.`period`,
          `t19`.`slice`,
          -(
            CAST(`t19`.`amount` AS DECIMAL(38, 15))
          ) AS `amount`,
          'numerator' AS `side`
        FROM (
          SELECT
            `t17`.`period`,
            `t17`.`slice`,
            SUM(`t17`.`amount`) AS `amount`
          FROM (
            SELECT
              `t15`.`period`,
              `t15`.`slice`,
              `t15`.`currency`,
              `t15`.`change`,
              `t15`.`closing`,
              `t15`.`closing` - `t15`.`change` AS `amount`
            FROM `t14` AS `t15`
          ) AS `t17`
          GROUP BY
            1,
            2
        ) AS `t19`
      ) AS `t21`
    ) AS `t22`
  ) AS `t23`
  GROUP BY
    1,
    2
) AS `t24`
WHERE
  `t24`.`period` > -1
