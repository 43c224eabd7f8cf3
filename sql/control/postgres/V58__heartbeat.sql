-- One row that is changed now and then by whoever wants to know how long a commit takes.
CREATE TABLE IF NOT EXISTS quietus.heartbeat (
  id     INT     NOT NULL PRIMARY KEY,
  beats  BIGINT  NOT NULL
);
