-- What taking requests in and answering them needs besides.

-- One row, locked by whoever takes requests in, so that two who file the same request at once find each other's.
CREATE TABLE IF NOT EXISTS quietus.intake (
  id          INT          NOT NULL PRIMARY KEY
);

INSERT INTO quietus.intake (id) VALUES (1) ON CONFLICT DO NOTHING;

-- What requesters must be told, and when they were; only for jobs that require it. No row names a person.
CREATE TABLE IF NOT EXISTS quietus.answer (
  request_id  VARCHAR(40)  NOT NULL,
  answer_no   INT          NOT NULL,
  kind        VARCHAR(20)  NOT NULL,
  reason      VARCHAR(40)  NOT NULL,
  due_on      DATE,
  created_at  TIMESTAMP(6) NOT NULL,
  sent_at     TIMESTAMP(6),
  PRIMARY KEY (request_id, answer_no)
);
