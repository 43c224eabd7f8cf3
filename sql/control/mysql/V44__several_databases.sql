-- Tells the control schemas of several databases apart.
CREATE TABLE IF NOT EXISTS quietus.place (
  id    INT          NOT NULL PRIMARY KEY,
  name  VARCHAR(36)  NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT IGNORE INTO quietus.place (id, name) VALUES (1, UUID());

-- The databases of a run, if its job has several: at home all of them, beside the data of each other one that itself.
CREATE TABLE IF NOT EXISTS quietus.run_database (
  run_id         VARCHAR(40)   NOT NULL,
  database_name  VARCHAR(100)  NOT NULL,
  job            VARCHAR(100)  NOT NULL,
  fingerprint    CHAR(64)      NOT NULL,
  reached        INT           NOT NULL,
  PRIMARY KEY (run_id, database_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
