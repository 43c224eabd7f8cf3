-- The life cycle of erasure requests: who asks and why, each move with its role and reason, and the times that are waited for.

ALTER TABLE quietus.request
  ADD COLUMN ground       VARCHAR(30)  NOT NULL DEFAULT 'request',
  ADD COLUMN requester    VARCHAR(12)  NOT NULL DEFAULT 'self',
  ADD COLUMN evidence     VARCHAR(64),
  ADD COLUMN restricted   INT          NOT NULL DEFAULT 0,
  ADD COLUMN verified_at  DATETIME(6),
  ADD COLUMN cooling_ends DATETIME(6),
  ADD COLUMN settles_at   DATETIME(6);

UPDATE quietus.request SET verified_at = received_at;

ALTER TABLE quietus.request_event ADD COLUMN move VARCHAR(12) NOT NULL DEFAULT 'file';

UPDATE quietus.request_event
  SET move = CASE state WHEN 'deferred' THEN 'defer' WHEN 'completed' THEN 'complete' ELSE 'file' END;

-- One row, locked by whoever takes requests in, so that two who file the same request at once find each other's.
CREATE TABLE quietus.intake (
  id          INT          NOT NULL PRIMARY KEY
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO quietus.intake (id) VALUES (1);

-- What requesters must be told, and when they were; only for jobs that require it. No row names a person.
CREATE TABLE quietus.answer (
  request_id  VARCHAR(40)  NOT NULL,
  answer_no   INT          NOT NULL,
  kind        VARCHAR(20)  NOT NULL,
  reason      VARCHAR(40)  NOT NULL,
  due_on      DATE,
  created_at  DATETIME(6)  NOT NULL,
  sent_at     DATETIME(6) ,
  PRIMARY KEY (request_id, answer_no)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
