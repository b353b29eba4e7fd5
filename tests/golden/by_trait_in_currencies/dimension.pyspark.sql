SELECT
  `t2`.`subject_id` AS `account_id`,
  `t2`.`value`,
  IF(
    `t2`.`first`,
    CAST(CAST('1900-01-01T00:00:00+00:00' AS TIMESTAMP) AS TIMESTAMP),
    `t2`.`since`
  ) AS `valid_from`,
  COALESCE(`t2`.`valid_to`, CAST(CAST('2299-01-01T00:00:00+00:00' AS TIMESTAMP) AS TIMESTAMP)) AS `valid_to`
FROM (
  SELECT
    `t1`.`subject`,
    `t1`.`subject_id`,
    `t1`.`name`,
    `t1`.`value`,
    `t1`.`valid_from`,
    `t1`.`valid_to`,
    `t1`.`since`,
    (
      ROW_NUMBER() OVER (PARTITION BY `t1`.`subject_id` ORDER BY `t1`.`since` ASC NULLS LAST) - 1
    ) = 0 AS `first`
  FROM (
    SELECT
      `t0`.`subject`,
      `t0`.`subject_id`,
      `t0`.`name`,
      `t0`.`value`,
      `t0`.`valid_from`,
      `t0`.`valid_to`,
      COALESCE(
        `t0`.`valid_from`,
        CAST(CAST('1900-01-01T00:00:00+00:00' AS TIMESTAMP) AS TIMESTAMP)
      ) AS `since`
    FROM `trait` AS `t0`
    WHERE
      `t0`.`subject` = 'account' AND `t0`.`name` = 'country'
  ) AS `t1`
) AS `t2`
