SELECT
  "t2"."subject_id" AS "account_id",
  "t2"."value" AS "value",
  CASE
    WHEN "t2"."first"
    THEN toTimeZone(
      CAST(parseDateTimeBestEffort('1900-01-01T00:00:00+00:00', 'UTC') AS Nullable(DateTime64(6, 'UTC'))),
      'UTC'
    )
    ELSE "t2"."since"
  END AS "valid_from",
  COALESCE(
    "t2"."valid_to",
    toTimeZone(
      CAST(parseDateTimeBestEffort('2299-01-01T00:00:00+00:00', 'UTC') AS Nullable(DateTime64(6, 'UTC'))),
      'UTC'
    )
  ) AS "valid_to"
FROM (
  SELECT
    "t1"."subject" AS "subject",
    "t1"."subject_id" AS "subject_id",
    "t1"."name" AS "name",
    "t1"."value" AS "value",
    "t1"."valid_from" AS "valid_from",
    "t1"."valid_to" AS "valid_to",
    "t1"."since" AS "since",
    (
      ROW_NUMBER() OVER (
        PARTITION BY "t1"."subject_id"
        ORDER BY "t1"."since" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1
    ) = 0 AS "first"
  FROM (
    SELECT
      "t0"."subject" AS "subject",
      "t0"."subject_id" AS "subject_id",
      "t0"."name" AS "name",
      "t0"."value" AS "value",
      "t0"."valid_from" AS "valid_from",
      "t0"."valid_to" AS "valid_to",
      COALESCE(
        "t0"."valid_from",
        toTimeZone(
          CAST(parseDateTimeBestEffort('1900-01-01T00:00:00+00:00', 'UTC') AS Nullable(DateTime64(6, 'UTC'))),
          'UTC'
        )
      ) AS "since"
    FROM "trait" AS "t0"
    WHERE
      "t0"."subject" = 'account' AND "t0"."name" = 'country'
  ) AS "t1"
) AS "t2"
