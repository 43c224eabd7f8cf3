-- Objects of backups that runs of a job left although a person may be in them, from the first such run to the last. Keys of objects may
-- name persons, so what messages call an object stands here sealed. A row goes as soon as its object is not left any more.
-- 'request_id' is empty where anybody may be in the object whom those runs sought.

CREATE TABLE IF NOT EXISTS quietus.left_object (
  job             VARCHAR(100)  NOT NULL,
  set_name        VARCHAR(100)  NOT NULL,
  version_token   CHAR(64)      NOT NULL,
  request_id      VARCHAR(40)   NOT NULL,
  why             VARCHAR(40)   NOT NULL,
  first_run       INT           NOT NULL,
  last_run        INT           NOT NULL,
  remains_until   DATE,
  sealed          BYTEA       NOT NULL,
  PRIMARY KEY (job, set_name, version_token, request_id)
);
