-- What recipients are told of erasures, and what is passed on to requesters. No row names a person: what a notice holds is made
-- when it goes out, from what the request still knows. 'answer_no' is 0 for a recipient; 'certified' is the state that the
-- request's latest certificate names. An open notice has no 'settled_at'.

CREATE TABLE IF NOT EXISTS quietus.notice (
  notice_id    VARCHAR(40)   NOT NULL PRIMARY KEY,
  job          VARCHAR(100)  NOT NULL,
  request_id   VARCHAR(40)   NOT NULL,
  answer_no    INT           NOT NULL,
  recipient    VARCHAR(100)  NOT NULL,
  state        VARCHAR(12)   NOT NULL,
  reason       VARCHAR(40)   NOT NULL,
  created_at   TIMESTAMP(6)  NOT NULL,
  since_at     TIMESTAMP(6)  NOT NULL,
  attempts     INT           NOT NULL,
  next_at      TIMESTAMP(6)  NOT NULL,
  told_at      TIMESTAMP(6),
  settled_at   TIMESTAMP(6),
  certified    VARCHAR(12),
  CONSTRAINT notice_once UNIQUE (request_id, answer_no, recipient)
);

CREATE INDEX IF NOT EXISTS notice_open ON quietus.notice (job, settled_at);

-- The certificates that were issued because the last recipient of a request was settled.
CREATE TABLE IF NOT EXISTS quietus.notice_follow_up (
  request_id   VARCHAR(40)   NOT NULL,
  sequence_no  INT           NOT NULL,
  PRIMARY KEY (request_id, sequence_no)
);
