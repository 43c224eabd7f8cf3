-- Legal holds and restrictions. They bind every job on the schema that they name. 'sealed' holds a subject's identifiers and row keys,
-- encrypted; emptied on release. Whoever adds or releases one raises quietus.fence.hold_epoch in the same transaction.

CREATE TABLE IF NOT EXISTS quietus.legal_hold (
  hold_id         VARCHAR(40)   NOT NULL PRIMARY KEY,
  job             VARCHAR(100)  NOT NULL,
  kind            VARCHAR(12)   NOT NULL,
  reference       VARCHAR(64)   NOT NULL,
  case_reference  VARCHAR(64),
  basis           VARCHAR(64)   NOT NULL,
  review_on       DATE          NOT NULL,
  request_id      VARCHAR(40),
  schema_name     VARCHAR(130)  NOT NULL,
  table_name      VARCHAR(130)  NOT NULL,
  condition_text  TEXT,
  graph           TEXT,
  sealed          BYTEA,
  set_at          TIMESTAMP(6)   NOT NULL,
  set_by          VARCHAR(20)   NOT NULL,
  released_at     TIMESTAMP(6),
  release_reason  VARCHAR(64)
);

-- Which holds these rows are left under. Round 0: for whom the backups were not searched.
CREATE TABLE IF NOT EXISTS quietus.held_by (
  run_id        VARCHAR(40)   NOT NULL,
  round_no      INT           NOT NULL,
  step_no       INT           NOT NULL,
  request_id    VARCHAR(40)   NOT NULL,
  hold_id       VARCHAR(40)   NOT NULL,
  PRIMARY KEY (run_id, round_no, step_no, request_id, hold_id)
);
