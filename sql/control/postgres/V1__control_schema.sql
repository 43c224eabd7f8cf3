-- The control schema: what a run is, what it still has to do, and the ledger of what it did.
-- Times are UTC. Nothing here holds a personal value: identifiers only sealed, keys only as bounds of integer ranges.

-- One row: who may write. Each chunk reads it with a shared lock inside its own transaction.
CREATE TABLE IF NOT EXISTS quietus.fence (
  id          INT          NOT NULL PRIMARY KEY,
  owner       VARCHAR(64)  NOT NULL,
  token       BIGINT       NOT NULL,
  hold_epoch  BIGINT       NOT NULL
);

INSERT INTO quietus.fence (id, owner, token, hold_epoch) VALUES (1, 'nobody', 0, 0) ON CONFLICT DO NOTHING;

-- What a run froze at its start, and how it ended. An 'open' run is resumed by the next start of its job.
CREATE TABLE IF NOT EXISTS quietus.run (
  run_id       VARCHAR(40)   NOT NULL PRIMARY KEY,
  job          VARCHAR(100)  NOT NULL,
  sequence_no  INT           NOT NULL,
  state        VARCHAR(12)   NOT NULL,
  scope        VARCHAR(40)   NOT NULL,
  as_of        TIMESTAMP(6)  NOT NULL,
  job_digest   CHAR(64)      NOT NULL,
  job_text     TEXT           NOT NULL,
  fingerprint  CHAR(64)      NOT NULL,
  started_at   TIMESTAMP(6)  NOT NULL,
  ended_at     TIMESTAMP(6),
  outcome      VARCHAR(30),
  CONSTRAINT run_sequence UNIQUE (job, sequence_no)
);

-- The steps of a run as its certificates name them, so that these need no job file any more.
CREATE TABLE IF NOT EXISTS quietus.run_step (
  run_id       VARCHAR(40)   NOT NULL,
  step_no      INT           NOT NULL,
  rule_name    VARCHAR(200)  NOT NULL,
  of_requests  INT           NOT NULL,
  keep_period  VARCHAR(40),
  start_event  VARCHAR(100),
  cutoff_at    TIMESTAMP(6),
  keeper       VARCHAR(400),
  tenant       VARCHAR(64),
  PRIMARY KEY (run_id, step_no)
);

-- The queue: ranges of keys of one step, claimed by worker slots. Bounds are integers (exclusive, inclusive) or absent.
CREATE TABLE IF NOT EXISTS quietus.work (
  run_id       VARCHAR(40)   NOT NULL,
  range_no     INT           NOT NULL,
  step_no      INT           NOT NULL,
  request_id   VARCHAR(40),
  above        DECIMAL(30,0),
  upto         DECIMAL(30,0),
  position_at  VARCHAR(200),
  next_sequence INT          NOT NULL,
  state        VARCHAR(8)    NOT NULL,
  claim_token  BIGINT,
  claim_slot   INT,
  PRIMARY KEY (run_id, range_no)
);

-- The ledger. One row a chunk, committed with the data that it describes; never updated.
CREATE TABLE IF NOT EXISTS quietus.ledger (
  run_id        VARCHAR(40)  NOT NULL,
  range_no      INT          NOT NULL,
  sequence_no   INT          NOT NULL,
  step_no       INT          NOT NULL,
  request_id    VARCHAR(40),
  token         BIGINT       NOT NULL,
  committed_at  TIMESTAMP(6) NOT NULL,
  digest        BYTEA         NOT NULL,
  PRIMARY KEY (run_id, range_no, sequence_no)
);

CREATE INDEX IF NOT EXISTS ledger_request ON quietus.ledger (request_id, run_id);

CREATE TABLE IF NOT EXISTS quietus.ledger_count (
  run_id        VARCHAR(40)   NOT NULL,
  range_no      INT           NOT NULL,
  sequence_no   INT           NOT NULL,
  line_no       INT           NOT NULL,
  table_name    VARCHAR(130)  NOT NULL,
  method        VARCHAR(200)  NOT NULL,
  deleted       BIGINT        NOT NULL,
  anonymised    BIGINT        NOT NULL,
  unlinked      BIGINT        NOT NULL,
  kept          BIGINT        NOT NULL,
  gone          BIGINT        NOT NULL,
  ambiguous     BIGINT        NOT NULL,
  basis         VARCHAR(400),
  legal_minimum INT,
  first_until   DATE,
  last_until    DATE,
  PRIMARY KEY (run_id, range_no, sequence_no, line_no),
  CONSTRAINT ledger_count_of FOREIGN KEY (run_id, range_no, sequence_no)
    REFERENCES quietus.ledger (run_id, range_no, sequence_no)
);

-- What was found on reading again; held or restricted: would be due but for a hold, or but for restrictions alone.
CREATE TABLE IF NOT EXISTS quietus.verification (
  run_id        VARCHAR(40)   NOT NULL,
  round_no      INT           NOT NULL,
  line_no       INT           NOT NULL,
  step_no       INT           NOT NULL,
  request_id    VARCHAR(40),
  table_name    VARCHAR(130)  NOT NULL,
  credential    VARCHAR(10)   NOT NULL,
  query_digest  CHAR(64)      NOT NULL,
  verified_at   TIMESTAMP(6)  NOT NULL,
  due_rows      BIGINT        NOT NULL,
  kept_rows     BIGINT        NOT NULL,
  undated_rows  BIGINT        NOT NULL,
  held_rows     BIGINT        NOT NULL,
  restricted_rows BIGINT      NOT NULL,
  PRIMARY KEY (run_id, round_no, line_no)
);

-- Erasure requests. 'sealed' holds the identifiers and the row keys they led to, encrypted; emptied when no longer needed.
CREATE TABLE IF NOT EXISTS quietus.request (
  request_id    VARCHAR(40)   NOT NULL PRIMARY KEY,
  job           VARCHAR(100)  NOT NULL,
  subject       VARCHAR(100)  NOT NULL,
  tenant        VARCHAR(64),
  state         VARCHAR(12)   NOT NULL,
  received_at   TIMESTAMP(6)  NOT NULL,
  resolved_at   TIMESTAMP(6),
  completed_at  TIMESTAMP(6),
  kept_until    DATE,
  commitment    CHAR(64)      NOT NULL,
  ground        VARCHAR(30)   DEFAULT 'request' NOT NULL,
  requester     VARCHAR(12)   DEFAULT 'self' NOT NULL,
  evidence      VARCHAR(64),
  restricted    INT           DEFAULT 0 NOT NULL,
  verified_at   TIMESTAMP(6),
  cooling_ends  TIMESTAMP(6),
  settles_at    TIMESTAMP(6),
  sealed        BYTEA
);

CREATE TABLE IF NOT EXISTS quietus.request_event (
  request_id    VARCHAR(40)   NOT NULL,
  event_no      INT           NOT NULL,
  at            TIMESTAMP(6)  NOT NULL,
  state         VARCHAR(12)   NOT NULL,
  actor         VARCHAR(20)   NOT NULL,
  reason        VARCHAR(40)   NOT NULL,
  move          VARCHAR(12)   NOT NULL,
  PRIMARY KEY (request_id, event_no)
);

-- Fingerprints of plans that may run unattended.
CREATE TABLE IF NOT EXISTS quietus.approval (
  job           VARCHAR(100)  NOT NULL,
  fingerprint   CHAR(64)      NOT NULL,
  approved_at   TIMESTAMP(6)  NOT NULL,
  by_person     INT           NOT NULL,
  max_rows      BIGINT,
  PRIMARY KEY (job, fingerprint)
);
