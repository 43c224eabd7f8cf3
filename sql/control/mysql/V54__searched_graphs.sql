-- With what each object version was searched for each kind of person: a digest of all of it, and of each path that led to one.
-- A version that was searched with something else is searched again.
CREATE TABLE IF NOT EXISTS quietus.screened_with (
  job             VARCHAR(100)  NOT NULL,
  set_name        VARCHAR(100)  NOT NULL,
  version_token   CHAR(64)      NOT NULL,
  subject         VARCHAR(130)  NOT NULL,
  graph           CHAR(64)      NOT NULL,
  paths           MEDIUMTEXT    NOT NULL,
  PRIMARY KEY (job, set_name, version_token, subject)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
