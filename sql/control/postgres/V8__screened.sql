-- Up to which suppression entry each object version of a backup set was searched for persons who were erased: so that each is read
-- once. The tokens of versions are keyed, since keys of objects may name persons; rows go with their object.

CREATE TABLE IF NOT EXISTS quietus.screened (
  job             VARCHAR(100)  NOT NULL,
  set_name        VARCHAR(100)  NOT NULL,
  version_token   CHAR(64)      NOT NULL,
  entry_no        BIGINT        NOT NULL,
  PRIMARY KEY (job, set_name, version_token)
);
