-- What must outlive this database: appended with what it tells of, and copied to the evidence store before anything is done on
-- its strength. A database that knows less than its mirror was restored. Nothing here holds an identifier.

CREATE TABLE IF NOT EXISTS quietus.mirror_entry (
  job        VARCHAR(100)  NOT NULL,
  entry_no   BIGINT        NOT NULL,
  kind       VARCHAR(20)   NOT NULL,
  about      VARCHAR(64)   NOT NULL,
  at         TIMESTAMP(6)  NOT NULL,
  content    TEXT             NOT NULL,
  PRIMARY KEY (job, entry_no)
);

-- One row a job; locked by whoever appends, so that numbers have no gaps and commit in order.
CREATE TABLE IF NOT EXISTS quietus.mirror_head (
  job        VARCHAR(100)  NOT NULL PRIMARY KEY,
  last_no    BIGINT        NOT NULL
);

-- The files of the evidence store that hold the entries: one after the other, none twice. What no file holds is still to be copied.
CREATE TABLE IF NOT EXISTS quietus.mirror_piece (
  job        VARCHAR(100)  NOT NULL,
  first_no   BIGINT        NOT NULL,
  last_no    BIGINT        NOT NULL,
  digest     CHAR(64)      NOT NULL,
  PRIMARY KEY (job, first_no)
);
