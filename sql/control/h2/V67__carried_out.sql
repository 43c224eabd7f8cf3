-- What was carried out of each request of which rows are kept: a digest of each path that was searched for its person, with one of what
-- kept rows there, and of each column of the person's own row that tells that it is done. How many rows of the person's were known then.
CREATE TABLE IF NOT EXISTS quietus.carried_out (
  request_id    VARCHAR(40)   NOT NULL,
  own_rows      INT           NOT NULL,
  graph         CLOB          NOT NULL,
  PRIMARY KEY (request_id)
);
