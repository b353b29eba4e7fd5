WITH `t12` AS (
  SELECT
    `t8`.`period`,
    `t8`.`slice`,
    CAST(SUM(`t8`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t2`.`period` + 0 AS `period`,
      `t2`.`slice`,
      `t2`.`subject_id`,
      `t2`.`amount`
    FROM `presence` AS `t2`
  ) AS `t8`
  GROUP BY
    1,
    2
), `t13` AS (
  SELECT
    `t9`.`period`,
    `t9`.`slice`,
    `t9`.`currency`,
    CAST(SUM(`t9`.`amount`) AS DECIMAL(20, 6)) AS `change`
  FROM (
    SELECT
      `t3`.`slice`,
      `t3`.`currency`,
      `t3`.`amount`,
      `t3`.`account_id` AS `subject_id`,
      `t3`.`period` + 0 AS `period`
    FROM `changes` AS `t3`
  ) AS `t9`
  GROUP BY
    1,
    2,
    3
)
SELECT
  *
FROM (
  SELECT
    `t38`.`period`,
    `t38`.`slice`,
    SUM(IF(`t38`.`side` = 'numerator', `t38`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t38`.`side` = 'denominator', `t38`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t38`.`side` = 'squares', `t38`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t33`.`period`,
        `t33`.`slice`,
        CAST(`t33`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t31`.`period`,
          `t31`.`slice`,
          SUM(`t31`.`amount`) AS `amount`
        FROM (
          SELECT
            `t29`.`period`,
            `t29`.`slice`,
            `t29`.`change`,
            `t29`.`closing`,
            `t29`.`closing` AS `amount`
          FROM (
            SELECT
              `t26`.`period`,
              `t26`.`slice`,
              `t26`.`change`,
              SUM(`t26`.`change`) OVER (
                PARTITION BY `t26`.`slice`
                ORDER BY `t26`.`period` ASC NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
              ) AS `closing`
            FROM (
              SELECT
                `t5`.`period`,
                `t22`.`slice`,
                COALESCE(`t18`.`change`, 0) AS `change`
              FROM (
                SELECT
                  `t0`.`period`
                FROM `period` AS `t0`
              ) AS `t5`
              CROSS JOIN (
                SELECT DISTINCT
                  `t15`.`slice`
                FROM `t12` AS `t15`
              ) AS `t22`
              LEFT OUTER JOIN `t12` AS `t18`
                ON `t5`.`period` = `t18`.`period` AND `t22`.`slice` = `t18`.`slice`
            ) AS `t26`
          ) AS `t29`
        ) AS `t31`
        GROUP BY
          1,
          2
      ) AS `t33`
    ) AS `t35`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t34`.`period`,
          `t34`.`slice`,
          CAST(`t34`.`amount` AS DECIMAL(38, 15)) AS `amount`,
          'numerator' AS `side`
        FROM (
          SELECT
            `t32`.`period`,
            `t32`.`slice`,
            SUM(`t32`.`amount`) AS `amount`
          FROM (
            SELECT
              `t30`.`period`,
              `t30`.`slice`,
              `t30`.`currency`,
              `t30`.`change`,
              `t30`.`closing`,
              `t30`.`closing` AS `amount`
            FROM (
              SELECT
                `t27`.`period`,
                `t27`.`slice`,
                `t27`.`currency`,
                `t27`.`change`,
                SUM(`t27`.`change`) OVER (
                  PARTITION BY `t27`.`slice`, `t27`.`currency`
                  ORDER BY `t27`.`period` ASC NULLS LAST
                  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                ) AS `closing`
              FROM (
                SELECT
                  `t5`.`period`,
                  `t23`.`slice`,
                  `t23`.`currency`,
                  COALESCE(`t19`.`change`, 0) AS `change`
                FROM (
                  SELECT
                    `t0`.`period`
                  FROM `period` AS `t0`
                ) AS `t5`
                CROSS JOIN (
                  SELECT DISTINCT
                    `t16`.`slice`,
                    `t16`.`currency`
                  FROM `t13` AS `t16`
                ) AS `t23`
                LEFT OUTER JOIN `t13` AS `t19`
                  ON `t5`.`period` = `t19`.`period`
                  AND `t23`.`slice` = `t19`.`slice`
                  AND `t23`.`currency` = `t19`.`currency`
              ) AS `t27`
            ) AS `t30`
          ) AS `t32`
          GROUP BY
            1,
            2
        ) AS `t34`
      ) AS `t36`
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          `t25`.`period`,
          `t25`.`slice`,
          -(
            CAST(`t25`.`amount` AS DECIMAL(38, 15))
          ) AS `amount`,
          'numerator' AS `side`
        FROM (
          SELECT
            `t24`.`period`,
            `t24`.`slice`,
            SUM(`t24`.`amount`) AS `amount`
          FROM (
            SELECT
              `t17`.`period` + 0 AS `period`,
              '' AS `slice`,
              CAST(NULL AS BIGINT) AS `subject_id`,
              `t17`.`amount_reporting` AS `amount`
            FROM (
              SELECT
                `t14`.`spent_at`,
                `t14`.`kind`,
                `t14`.`currency`,
                `t14`.`amount`,
                `t14`.`amount_reporting`,
                `t14`.`period`
              FROM (
                SELECT
                  `t11`.`spent_at`,
                  `t11`.`kind`,
                  `t11`.`currency`,
                  `t11`.`amount`,
                  `t11`.`amount_reporting`,
                  `t10`.`period`,
                  `t10`.`start_at`,
                  `t10`.`end_at`
                FROM (
                  SELECT
                    *
                  FROM `cost` AS `t1`
                  WHERE
                    `t1`.`kind` = 'serving'
                ) AS `t11`
                INNER JOIN (
                  SELECT
                    *
                  FROM `period` AS `t0`
                  WHERE
                    `t0`.`period` > -1
                ) AS `t10`
                  ON `t11`.`spent_at` >= `t10`.`start_at` AND `t11`.`spent_at` < `t10`.`end_at`
              ) AS `t14`
            ) AS `t17`
            WHERE
              `t17`.`period` > -1
          ) AS `t24`
          GROUP BY
            1,
            2
        ) AS `t25`
      ) AS `t28`
    ) AS `t37`
  ) AS `t38`
  GROUP BY
    1,
    2
) AS `t39`
WHERE
  `t39`.`period` > -1
