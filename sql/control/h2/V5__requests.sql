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
