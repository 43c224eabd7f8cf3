-- Rows that a run left: 'refused' by the database or by their own values, or 'shared' with others. By keyed tokens that only this run's
-- key makes, so that a row that is met again, by another chunk, in a further round or after a kill, is counted once.
CREATE TABLE IF NOT EXISTS quietus.left_row (
  run_id        VARCHAR(40)   NOT NULL,
  step_no       INT           NOT NULL,
  request_id    VARCHAR(40)   NOT NULL,
  token         BINARY(32)    NOT NULL,
  kind          VARCHAR(10)   NOT NULL,
  table_name    VARCHAR(130)  NOT NULL,
  why           VARCHAR(200),
  PRIMARY KEY (run_id, token, step_no, request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns
  WHERE table_schema = 'quietus' AND table_name = 'verification' AND column_name = 'failed_rows') = 0,
  'ALTER TABLE quietus.verification ADD COLUMN failed_rows BIGINT NOT NULL DEFAULT 0', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
