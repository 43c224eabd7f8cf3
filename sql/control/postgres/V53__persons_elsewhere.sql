-- Requests that a run works for away from home: noted at home with the run, and beside the data what a chunk there has to know of
-- each, and of runs.

CREATE TABLE IF NOT EXISTS quietus.run_request (
  run_id      VARCHAR(40)  NOT NULL,
  request_id  VARCHAR(40)  NOT NULL,
  step_no     INT          NOT NULL,
  PRIMARY KEY (run_id, request_id, step_no)
);

CREATE TABLE IF NOT EXISTS quietus.request_beside (
  request_id   VARCHAR(40)  NOT NULL,
  minor        INT          NOT NULL,
  accepted_at  TIMESTAMP(6) NULL,
  PRIMARY KEY (request_id)
);

CREATE TABLE IF NOT EXISTS quietus.run_beside (
  run_id  VARCHAR(40)   NOT NULL,
  scope   VARCHAR(100)  NOT NULL,
  PRIMARY KEY (run_id)
);
