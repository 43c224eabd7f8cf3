-- By what erased persons are known again in copies of the data that are older than their erasure: keyed tokens, no identifiers.
-- They are pseudonymised personal data themselves; all of an epoch go when its key is destroyed.

CREATE TABLE IF NOT EXISTS quietus.suppression (
  entry_no     BIGINT AUTO_INCREMENT NOT NULL PRIMARY KEY,
  job          VARCHAR(100)  NOT NULL,
  request_id   VARCHAR(40)   NOT NULL,
  tenant       VARCHAR(100),
  subject      VARCHAR(100)  NOT NULL,
  kind         VARCHAR(20)   NOT NULL,
  kind_version INT           NOT NULL,
  epoch        INT           NOT NULL,
  token        BINARY(32)    NOT NULL,
  erased_at    DATETIME(6)   NOT NULL,
  CONSTRAINT suppression_once UNIQUE (token, request_id),
  KEY suppression_request (request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The epochs of the keys that these tokens are made under.
CREATE TABLE IF NOT EXISTS quietus.key_epoch (
  job          VARCHAR(100)  NOT NULL,
  epoch        INT           NOT NULL,
  begun_at     DATETIME(6)   NOT NULL,
  destroyed_at DATETIME(6) ,
  PRIMARY KEY (job, epoch)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A replay that has begun and not come to its end: until then nothing else may be done. 'run_id' once its persons are known.
CREATE TABLE IF NOT EXISTS quietus.replay (
  job          VARCHAR(100)  NOT NULL PRIMARY KEY,
  snapshot_at  DATETIME(6)   NOT NULL,
  accepted     INT           NOT NULL,
  run_id       VARCHAR(40)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Whose rows a replay found, sealed; emptied when it has ended.
CREATE TABLE IF NOT EXISTS quietus.replay_person (
  run_id       VARCHAR(40)   NOT NULL,
  request_id   VARCHAR(40)   NOT NULL,
  subject      VARCHAR(100)  NOT NULL,
  erased_at    DATETIME(6)   NOT NULL,
  sealed       LONGBLOB      NOT NULL,
  PRIMARY KEY (run_id, request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
