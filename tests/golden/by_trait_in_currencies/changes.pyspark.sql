WITH `t5` AS (
  SELECT
    *
  FROM `mrr_change` AS `t2`
), `t15` AS (
  SELECT
    `t14`.`account_id`,
    `t14`.`valid_from`,
    `t14`.`old`,
    `t14`.`value`,
    `t14`.`currency`,
    CAST(SUM(`t14`.`amount`) AS DECIMAL(18, 6)) AS `amount`,
    CAST(SUM(`t14`.`amount_reporting`) AS DECIMAL(18, 6)) AS `amount_reporting`
  FROM (
    SELECT
      `t11`.`account_id`,
      `t11`.`value`,
      `t11`.`valid_from`,
      `t11`.`valid_to`,
      `t11`.`old`,
      `t9`.`account_id` AS `account_id_right`,
      `t9`.`effective_at`,
      `t9`.`recorded_at`,
      `t9`.`subscription`,
      `t9`.`plan`,
      `t9`.`currency`,
      `t9`.`kind`,
      `t9`.`reason`,
      `t9`.`amount`,
      `t9`.`amount_reporting`
    FROM (
      SELECT
        *
      FROM (
        SELECT
          `t1`.`account_id`,
          `t1`.`value`,
          `t1`.`valid_from`,
          `t1`.`valid_to`,
          LAG(`t1`.`value`) OVER (PARTITION BY `t1`.`account_id` ORDER BY `t1`.`valid_from` ASC NULLS LAST) AS `old`
        FROM `dimension` AS `t1`
      ) AS `t7`
      WHERE
        `t7`.`old` IS NOT NULL AND `t7`.`old` <> `t7`.`value`
    ) AS `t11`
    INNER JOIN `t5` AS `t9`
      ON `t11`.`account_id` = `t9`.`account_id`
      AND `t9`.`effective_at` < `t11`.`valid_from`
  ) AS `t14`
  GROUP BY
    1,
    2,
    3,
    4,
    5
)
SELECT
  `t25`.`account_id`,
  `t25`.`effective_at`,
  `t25`.`currency`,
  `t25`.`kind`,
  `t25`.`reason`,
  `t25`.`amount`,
  `t25`.`amount_reporting`,
  `t25`.`slice`,
  `t25`.`period`
FROM (
  SELECT
    `t24`.`account_id`,
    `t24`.`effective_at`,
    `t24`.`currency`,
    `t24`.`kind`,
    `t24`.`reason`,
    `t24`.`amount`,
    `t24`.`amount_reporting`,
    `t24`.`slice`,
    `t3`.`period`,
    `t3`.`start_at`,
    `t3`.`end_at`
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t12`.`account_id`,
        `t12`.`effective_at`,
        `t12`.`currency`,
        `t12`.`kind`,
        `t12`.`reason`,
        `t12`.`amount`,
        `t12`.`amount_reporting`,
        COALESCE(`t12`.`value`, '(none)') AS `slice`
      FROM (
        SELECT
          `t8`.`account_id`,
          `t8`.`effective_at`,
          `t8`.`recorded_at`,
          `t8`.`subscription`,
          `t8`.`plan`,
          `t8`.`currency`,
          `t8`.`kind`,
          `t8`.`reason`,
          `t8`.`amount`,
          `t8`.`amount_reporting`,
          `t4`.`account_id` AS `account_id_right`,
          `t4`.`value`,
          `t4`.`valid_from`,
          `t4`.`valid_to`
        FROM `t5` AS `t8`
        LEFT OUTER JOIN `dimension` AS `t4`
          ON `t8`.`account_id` = `t4`.`account_id`
          AND `t8`.`effective_at` >= `t4`.`valid_from`
          AND `t8`.`effective_at` < `t4`.`valid_to`
      ) AS `t12`
    ) AS `t13`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t21`.`account_id`,
        `t21`.`effective_at`,
        `t21`.`currency`,
        `t21`.`kind`,
        `t21`.`reason`,
        `t21`.`amount`,
        `t21`.`amount_reporting`,
        `t21`.`slice`
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t18`.`account_id`,
            `t18`.`valid_from`,
            `t18`.`currency`,
            `t18`.`amount`,
            `t18`.`amount_reporting`,
            `t18`.`effective_at`,
            `t18`.`kind`,
            `t18`.`reason`,
            `t18`.`slice`
          FROM (
            SELECT
              `t16`.`account_id`,
              `t16`.`valid_from`,
              `t16`.`old`,
              `t16`.`value`,
              `t16`.`currency`,
              -(
                `t16`.`amount`
              ) AS `amount`,
              -(
                `t16`.`amount_reporting`
              ) AS `amount_reporting`,
              `t16`.`valid_from` AS `effective_at`,
              'transfer' AS `kind`,
              'trait' AS `reason`,
              `t16`.`old` AS `slice`
            FROM `t15` AS `t16`
            WHERE
              `t16`.`amount` <> 0
          ) AS `t18`
        ) AS `t20`
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            `t17`.`account_id`,
            `t17`.`valid_from`,
            `t17`.`currency`,
            `t17`.`amount`,
            `t17`.`amount_reporting`,
            `t17`.`effective_at`,
            `t17`.`kind`,
            `t17`.`reason`,
            `t17`.`slice`
          FROM (
            SELECT
              `t16`.`account_id`,
              `t16`.`valid_from`,
              `t16`.`old`,
              `t16`.`value`,
              `t16`.`currency`,
              `t16`.`amount`,
              `t16`.`amount_reporting`,
              `t16`.`valid_from` AS `effective_at`,
              'transfer' AS `kind`,
              'trait' AS `reason`,
              `t16`.`value` AS `slice`
            FROM `t15` AS `t16`
            WHERE
              `t16`.`amount` <> 0
          ) AS `t17`
        ) AS `t19`
      ) AS `t21`
    ) AS `t22`
  ) AS `t24`
  INNER JOIN `period` AS `t3`
    ON `t24`.`effective_at` >= `t3`.`start_at` AND `t24`.`effective_at` < `t3`.`end_at`
) AS `t25`
