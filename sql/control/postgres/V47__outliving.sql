-- Object versions that were removed in spite of a retention, as the job file allows: 'intended' before the first byte goes, 'done'
-- when it is gone.

ALTER TABLE quietus.backup_version ADD COLUMN IF NOT EXISTS bypass VARCHAR(10);

-- Where copies of a set's objects are that no deletion of them takes away: in a bucket that its own one copies objects to.
CREATE TABLE IF NOT EXISTS quietus.backup_outliving (
  run_id          VARCHAR(40)   NOT NULL,
  set_name        VARCHAR(100)  NOT NULL,
  code            VARCHAR(64)   NOT NULL,
  PRIMARY KEY (run_id, set_name, code)
);
