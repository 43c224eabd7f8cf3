-- Rows that a run left: 'refused' by the database or by their own values, or 'shared' with others. By keyed tokens that only this run's
-- key makes, so that a row that is met again, by another chunk, in a further round or after a kill, is counted once.
CREATE TABLE IF NOT EXISTS quietus.left_row (
  run_id        VARCHAR(40)   NOT NULL,
  step_no       INT           NOT NULL,
  request_id    VARCHAR(40)   NOT NULL,
  token         BYTEA         NOT NULL,
  kind          VARCHAR(10)   NOT NULL,
  table_name    VARCHAR(130)  NOT NULL,
  why           VARCHAR(200),
  PRIMARY KEY (run_id, token, step_no, request_id)
);

ALTER TABLE quietus.verification ADD COLUMN IF NOT EXISTS failed_rows BIGINT DEFAULT 0 NOT NULL;
