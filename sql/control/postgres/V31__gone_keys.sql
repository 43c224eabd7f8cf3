-- The keys of rows that were deleted between persons and what hangs on them, where no foreign key keeps further rows from coming to hang
-- there; sealed, one row for each chunk, until the request settles.
CREATE TABLE IF NOT EXISTS quietus.gone_key (
  request_id    VARCHAR(40)   NOT NULL,
  chunk         VARCHAR(80)   NOT NULL,
  sealed        BYTEA         NOT NULL,
  PRIMARY KEY (request_id, chunk)
);
