-- Uploads that a run could not give up, say because its credentials had expired: no listing of objects shows them, and they hold
-- everybody who is in the backup. The next run removes them. Their names may be those of persons, so they are sealed.

CREATE TABLE IF NOT EXISTS quietus.backup_upload (
  run_id          VARCHAR(40)   NOT NULL,
  version_no      INT           NOT NULL,
  set_name        VARCHAR(100)  NOT NULL,
  sealed          LONGBLOB      NOT NULL,
  PRIMARY KEY (run_id, version_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
