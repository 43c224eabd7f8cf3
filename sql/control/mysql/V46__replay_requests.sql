-- Requests whose persons a replay that is under way seeks whenever they were erased, since something of them went after the backup was made.

CREATE TABLE IF NOT EXISTS quietus.replay_request (
  job             VARCHAR(100)  NOT NULL,
  request_id      VARCHAR(40)   NOT NULL,
  PRIMARY KEY (job, request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
