-- Partitions that runs meant to drop, counted while nobody else could write, and whether they did: as intended, done, or
-- withdrawn where the partition stayed. What is done stands in the ledger, under the same run and range.
CREATE TABLE IF NOT EXISTS quietus.partition_drop (
  run_id          VARCHAR(40)   NOT NULL,
  range_no        INT           NOT NULL,
  step_no         INT           NOT NULL,
  schema_name     VARCHAR(64)   NOT NULL,
  table_name      VARCHAR(64)   NOT NULL,
  ledger_table    VARCHAR(130)  NOT NULL,
  partition_name  VARCHAR(64)   NOT NULL,
  row_count       BIGINT        NOT NULL,
  state           VARCHAR(10)   NOT NULL,
  intended_at     TIMESTAMP(6)  NOT NULL,
  settled_at      TIMESTAMP(6),
  PRIMARY KEY (run_id, range_no)
);
