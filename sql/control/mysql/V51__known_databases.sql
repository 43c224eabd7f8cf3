-- The databases that a job works on, as it found them: by the identity of the control schema beside their data, the place of
-- their tables in it, and the newest token that the job took there.
CREATE TABLE IF NOT EXISTS quietus.known_database (
  job            VARCHAR(100)  NOT NULL,
  database_name  VARCHAR(100)  NOT NULL,
  place          VARCHAR(36)   NOT NULL,
  schema_name    VARCHAR(130)  NOT NULL,
  token          BIGINT        NOT NULL,
  PRIMARY KEY (job, database_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
