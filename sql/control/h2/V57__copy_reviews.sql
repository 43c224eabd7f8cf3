-- Rows of copies of which runs could not say whether they are the person's of a request, as the latest run that read the object saw
-- them. What tells people where a row is stands here sealed, and the row itself is known by a keyed token of its key and of what it tells.
CREATE TABLE IF NOT EXISTS quietus.doubted_row (
  job             VARCHAR(100)  NOT NULL,
  set_name        VARCHAR(100)  NOT NULL,
  version_token   CHAR(64)      NOT NULL,
  request_id      VARCHAR(40)   NOT NULL,
  row_token       CHAR(64)      NOT NULL,
  run_id          VARCHAR(40)   NOT NULL,
  sealed          BLOB          NOT NULL,
  PRIMARY KEY (job, set_name, version_token, request_id, row_token)
);

-- What somebody said of such rows, in the mirror too.
CREATE TABLE IF NOT EXISTS quietus.reviewed_row (
  job             VARCHAR(100)  NOT NULL,
  request_id      VARCHAR(40)   NOT NULL,
  row_token       CHAR(64)      NOT NULL,
  theirs          SMALLINT      NOT NULL,
  at              TIMESTAMP(6)  NOT NULL,
  actor           VARCHAR(20)   NOT NULL,
  reason          VARCHAR(40)   NOT NULL,
  PRIMARY KEY (job, request_id, row_token)
);
