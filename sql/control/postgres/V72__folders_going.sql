-- Folders that are one backup each, of which the first file was about to go: what is left of one is no backup that others go for,
-- in whatever run. Their names may be those of persons, so they are tokens.

CREATE TABLE IF NOT EXISTS quietus.backup_folder (
  folder_token    VARCHAR(64)   NOT NULL,
  set_name        VARCHAR(100)  NOT NULL,
  begun_at        TIMESTAMP(6)  NOT NULL,
  PRIMARY KEY (folder_token)
);
