WITH `t19` AS (
  SELECT
    `t18`.`account_id`,
    `t18`.`period`,
    `t18`.`slice`,
    SUM(`t18`.`opening`) AS `m0`,
    SUM(`t18`.`closing`) AS `closing`
  FROM (
    SELECT
      `t17`.`account_id`,
      `t17`.`period`,
      `t17`.`slice`,
      `t17`.`currency`,
      CAST(CAST(`t17`.`opening` AS DECIMAL(28, 9)) * CAST(`t17`.`opening_rate` AS DECIMAL(28, 9)) AS DECIMAL(38, 15)) AS `opening`,
      CAST(CAST(`t17`.`closing` AS DECIMAL(28, 9)) * CAST(`t17`.`opening_rate` AS DECIMAL(28, 9)) AS DECIMAL(38, 15)) AS `closing`,
      `t17`.`opening_rate`,
      `t17`.`closing_rate`
    FROM (
      SELECT
        `t16`.`account_id`,
        `t16`.`period`,
        `t16`.`slice`,
        `t16`.`currency`,
        `t16`.`opening`,
        `t16`.`closing`,
        `t10`.`opening_rate`,
        `t10`.`closing_rate`
      FROM (
        SELECT
          `t14`.`account_id`,
          `t14`.`period`,
          `t14`.`slice`,
          `t14`.`currency`,
          MIN_BY(`t14`.`opening`, `t14`.`period_of`) AS `opening`,
          MAX_BY(`t14`.`closing`, `t14`.`period_of`) AS `closing`
        FROM (
          SELECT
            `t13`.`period`,
            `t13`.`account_id`,
            `t13`.`slice`,
            `t13`.`currency`,
            `t13`.`net`,
            `t13`.`closing`,
            `t13`.`opening`,
            `t13`.`offset`,
            `t13`.`period_of`
          FROM (
            SELECT
              CAST(`t11`.`period` + `t11`.`offset` AS INT) AS `period`,
              `t11`.`account_id`,
              `t11`.`slice`,
              `t11`.`currency`,
              `t11`.`net`,
              `t11`.`closing`,
              `t11`.`opening`,
              `t11`.`offset`,
              `t11`.`period` AS `period_of`
            FROM (
              SELECT
                `t8`.`period`,
                `t8`.`account_id`,
                `t8`.`slice`,
                `t8`.`currency`,
                `t8`.`net`,
                `t8`.`closing`,
                `t8`.`opening`,
                `t9`.`offset`
              FROM (
                SELECT
                  *
                FROM `grid` AS `t2`
                WHERE
                  `t2`.`period` > -1
              ) AS `t8`
              CROSS JOIN (
                SELECT
                  EXPLODE(
                    IF(
                      (
                        1 <> 0
                      ) AND (
                        SIGN(1) = SIGN(12 - 0)
                      ),
                      IF(
                        ELEMENT_AT(SEQUENCE(0, 12, 1), SIZE(SEQUENCE(0, 12, 1))) = 12,
                        SLICE(SEQUENCE(0, 12, 1), 1, SIZE(SEQUENCE(0, 12, 1)) - 1),
                        SEQUENCE(0, 12, 1)
                      ),
                      ARRAY()
                    )
                  ) AS `offset`
              ) AS `t9`
            ) AS `t11`
          ) AS `t13`
          LEFT SEMI JOIN (
            SELECT
              `t1`.`period`
            FROM `period` AS `t1`
            WHERE
              `t1`.`period` >= 11
          ) AS `t7`
            ON `t13`.`period` = `t7`.`period`
        ) AS `t14`
        GROUP BY
          1,
          2,
          3,
          4
      ) AS `t16`
      INNER JOIN (
        SELECT
          CAST(`t0`.`period` + 11 AS INT) AS `period`,
          `t0`.`currency`,
          `t0`.`opening_rate`,
          `t0`.`closing_rate`
        FROM `rate` AS `t0`
      ) AS `t10`
        ON `t16`.`period` = `t10`.`period` AND `t16`.`currency` = `t10`.`currency`
    ) AS `t17`
    WHERE
      `t17`.`period` > -1
  ) AS `t18`
  GROUP BY
    1,
    2,
    3
)
SELECT
  `t25`.`account_id`,
  `t25`.`period`,
  `t25`.`slice`,
  `t25`.`m0`,
  `t25`.`m1`,
  0 AS `before0`,
  0 AS `before1`
FROM (
  SELECT
    `t23`.`account_id`,
    `t23`.`period`,
    `t23`.`slice`,
    `t23`.`m0`,
    IF(
      `t23`.`m0` = `t24`.`all0`,
      `t24`.`all1`,
      CAST((
        CAST(`t24`.`all1` AS DOUBLE) * CAST(`t23`.`m0` AS DOUBLE)
      ) / CAST(`t24`.`all0` AS DOUBLE) AS DECIMAL(38, 15))
    ) AS `m1`
  FROM (
    SELECT
      *
    FROM `t19` AS `t20`
    WHERE
      `t20`.`m0` > 0
  ) AS `t23`
  INNER JOIN (
    SELECT
      `t20`.`account_id`,
      `t20`.`period`,
      SUM(`t20`.`m0`) AS `all0`,
      SUM(`t20`.`closing`) AS `all1`
    FROM `t19` AS `t20`
    GROUP BY
      1,
      2
  ) AS `t24`
    ON `t23`.`account_id` = `t24`.`account_id` AND `t23`.`period` = `t24`.`period`
) AS `t25`
