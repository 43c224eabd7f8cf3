-- The journal of backups: one row per version of each object and run, from 'planned' to a named end. Keys of objects may name
-- persons, so they stand here sealed, and as keyed tokens; both go when the run has ended.

CREATE TABLE IF NOT EXISTS quietus.backup_version (
  run_id          VARCHAR(40)   NOT NULL,
  version_no      INT           NOT NULL,
  set_name        VARCHAR(100)  NOT NULL,
  unit_token      CHAR(64)      NOT NULL,
  version_token   CHAR(64)      NOT NULL,
  result_token    CHAR(64),
  state           VARCHAR(20)   NOT NULL,
  sealed          BYTEA,
  counts          TEXT,
  protection      VARCHAR(64),
  remains_until   DATE,
  due_rows        BIGINT        NOT NULL,
  changed_at      TIMESTAMP(6)  NOT NULL,
  PRIMARY KEY (run_id, version_no),
  CONSTRAINT backup_version_once UNIQUE (run_id, set_name, version_token)
);

-- Whose rows were found in a backup: keyed tokens of row keys, sealed, so that a run that was killed after the person's own row
-- had gone still finds what hangs on it. Emptied when the run has ended.
CREATE TABLE IF NOT EXISTS quietus.backup_key (
  run_id          VARCHAR(40)   NOT NULL,
  unit_token      CHAR(64)      NOT NULL,
  part_no         INT           NOT NULL,
  sealed          BYTEA       NOT NULL,
  PRIMARY KEY (run_id, unit_token, part_no)
);
