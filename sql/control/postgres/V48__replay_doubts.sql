-- Requests of which a replay found rows that may be their person's, until somebody has looked: a run does not complete them.
CREATE TABLE IF NOT EXISTS quietus.replay_doubt (
  job         VARCHAR(100)  NOT NULL,
  request_id  VARCHAR(40)   NOT NULL,
  PRIMARY KEY (job, request_id)
);
