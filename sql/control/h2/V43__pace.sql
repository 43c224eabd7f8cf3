-- What an operator wants of the run that is at work under a fencing token, and what that run waits for.
CREATE TABLE IF NOT EXISTS quietus.pace (
  token            BIGINT        NOT NULL PRIMARY KEY,
  job              VARCHAR(100)  NOT NULL,
  run_id           VARCHAR(40)   NOT NULL,
  wish             VARCHAR(10)   NOT NULL,
  slots            INT,
  rows_per_second  BIGINT,
  waits_for        VARCHAR(300),
  waits_since      TIMESTAMP(6)
);
