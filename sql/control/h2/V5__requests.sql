-- The life cycle of erasure requests: who asks and why, each move with its role and reason, and the times that are waited for.

ALTER TABLE quietus.request ADD COLUMN (
  ground       VARCHAR(30)   DEFAULT 'request' NOT NULL,
  requester    VARCHAR(12)   DEFAULT 'self' NOT NULL,
  evidence     VARCHAR(64),
  restricted   INT           DEFAULT 0 NOT NULL,
  verified_at  TIMESTAMP(6),
  cooling_ends TIMESTAMP(6),
  settles_at   TIMESTAMP(6)
);

UPDATE quietus.request SET verified_at = received_at;

ALTER TABLE quietus.request_event ADD COLUMN move VARCHAR(12) DEFAULT 'file' NOT NULL;

UPDATE quietus.request_event
  SET move = CASE state WHEN 'deferred' THEN 'defer' WHEN 'completed' THEN 'complete' ELSE 'file' END;

-- One row, locked by whoever takes requests in, so that two who file the same request at once find each other's.
CREATE TABLE quietus.intake (
  id          INT          NOT NULL PRIMARY KEY
);

INSERT INTO quietus.intake (id) VALUES (1);

-- What requesters must be told, and when they were; only for jobs that require it. No row names a person.
CREATE TABLE quietus.answer (
  request_id  VARCHAR(40)  NOT NULL,
  answer_no   INT          NOT NULL,
  kind        VARCHAR(20)  NOT NULL,
  reason      VARCHAR(40)  NOT NULL,
  due_on      DATE,
  created_at  TIMESTAMP(6) NOT NULL,
  sent_at     TIMESTAMP(6),
  PRIMARY KEY (request_id, answer_no)
);
