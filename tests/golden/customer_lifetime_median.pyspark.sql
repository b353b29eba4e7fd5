WITH `t6` AS (
  SELECT
    `t5`.`period`,
    `t5`.`slice`,
    `t5`.`subject_id`,
    `t5`.`started_at`,
    `t5`.`end_at`,
    MAX(IF(`t5`.`left`, `t5`.`effective_at`, NULL)) AS `gone_at`,
    MAX(IF(NOT (
      `t5`.`left`
    ), `t5`.`effective_at`, NULL)) AS `back_at`
  FROM (
    SELECT
      `t2`.`subject_id`,
      `t2`.`slice`,
      `t2`.`started_at`,
      `t2`.`effective_at`,
      `t2`.`left`,
      `t4`.`period`,
      `t4`.`end_at`
    FROM `crossings` AS `t2`
    INNER JOIN (
      SELECT
        `t1`.`period`,
        `t1`.`end_at`
      FROM `period` AS `t1`
      WHERE
        `t1`.`period` > -1
    ) AS `t4`
      ON `t2`.`effective_at` < `t4`.`end_at`
  ) AS `t5`
  GROUP BY
    1,
    2,
    3,
    4,
    5
)
SELECT
  *
FROM (
  SELECT
    `t14`.`period`,
    `t14`.`slice`,
    SUM(IF(`t14`.`side` = 'numerator', `t14`.`amount`, NULL)) AS `numerator`,
    SUM(IF(`t14`.`side` = 'denominator', `t14`.`amount`, NULL)) AS `denominator`,
    SUM(IF(`t14`.`side` = 'squares', `t14`.`amount`, NULL)) AS `squares`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t12`.`period`,
        `t12`.`slice`,
        `t12`.`amount`,
        'numerator' AS `side`
      FROM (
        SELECT
          `t11`.`period`,
          `t11`.`slice`,
          SUM(CAST(`t11`.`amount` AS DECIMAL(38, 15))) AS `amount`
        FROM (
          SELECT
            `t7`.`period` + 0 AS `period`,
            `t7`.`slice`,
            `t7`.`subject_id`,
            CAST(FLOOR(
              (
                UNIX_TIMESTAMP(
                  CAST(IF(COALESCE(`t7`.`gone_at` >= `t7`.`back_at`, FALSE), `t7`.`gone_at`, `t7`.`end_at`) AS TIMESTAMP)
                ) - UNIX_TIMESTAMP(CAST(`t7`.`started_at` AS TIMESTAMP))
              ) / 86400
            ) AS BIGINT) / 30.436875 AS `amount`
          FROM `t6` AS `t7`
          WHERE
            `t7`.`period` > -1
        ) AS `t11`
        GROUP BY
          1,
          2
      ) AS `t12`
    ) AS `t13`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t9`.`period`,
        `t9`.`slice`,
        CAST(`t9`.`amount` AS DECIMAL(38, 15)) AS `amount`,
        'denominator' AS `side`
      FROM (
        SELECT
          `t8`.`period`,
          `t8`.`slice`,
          SUM(`t8`.`amount`) AS `amount`
        FROM (
          SELECT
            `t7`.`period` + 0 AS `period`,
            `t7`.`slice`,
            `t7`.`subject_id`,
            1 AS `amount`
          FROM `t6` AS `t7`
          WHERE
            COALESCE(`t7`.`gone_at` >= `t7`.`back_at`, FALSE) AND `t7`.`period` > -1
        ) AS `t8`
        GROUP BY
          1,
          2
      ) AS `t9`
    ) AS `t10`
  ) AS `t14`
  GROUP BY
    1,
    2
) AS `t15`
WHERE
  `t15`.`period` > -1
