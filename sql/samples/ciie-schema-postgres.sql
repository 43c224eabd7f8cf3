-- An expo's information platform in China, on PostgreSQL; for MariaDB and MySQL see ciie-schema.sql.
-- A moment that a machine notes has its zone; what people enter is in that of the job file.

-- Exhibitors, buyers, professional visitors and journalists, and children whom they bring.
CREATE TABLE participant (
  id                  BIGINT        NOT NULL PRIMARY KEY,
  badge_no            VARCHAR(40)   NOT NULL,
  kind                VARCHAR(12)   NOT NULL,    -- 参展商, 采购商, 专业观众, 媒体记者
  name                VARCHAR(60),
  phone               VARCHAR(24),
  email               VARCHAR(200),
  id_card             CHAR(18),
  passport            VARCHAR(20),
  birth_date          DATE,
  gender              VARCHAR(2),
  ethnicity           VARCHAR(20),
  education           VARCHAR(20),
  home_address        VARCHAR(200),
  password_hash       BYTEA,
  guardian_consent_at TIMESTAMP,
  registered_at       TIMESTAMP     NOT NULL,
  deregistered_at     TIMESTAMP,
  anonymised_at       TIMESTAMP,
  CONSTRAINT participant_badge UNIQUE (badge_no),
  CONSTRAINT participant_phone UNIQUE (phone)
);

-- Face recognition at the gates.
CREATE TABLE face_template (
  id             BIGINT        NOT NULL PRIMARY KEY,
  participant_id BIGINT        NOT NULL,
  template       BYTEA         NOT NULL,
  enrolled_at    TIMESTAMP     NOT NULL,
  CONSTRAINT face_template_participant FOREIGN KEY (participant_id) REFERENCES participant (id)
);

CREATE TABLE press_card (
  id             BIGINT        NOT NULL PRIMARY KEY,
  participant_id BIGINT        NOT NULL,
  medium         VARCHAR(60)   NOT NULL,
  photo          BYTEA,
  issued_at      TIMESTAMP     NOT NULL,
  CONSTRAINT press_card_participant FOREIGN KEY (participant_id) REFERENCES participant (id)
);

-- Exhibitors rent booths and pay for them.
CREATE TABLE booth_contract (
  id             BIGINT        NOT NULL PRIMARY KEY,
  participant_id BIGINT        NOT NULL,
  number         VARCHAR(30)   NOT NULL,
  amount         NUMERIC(12,2) NOT NULL,
  fulfilled_at   DATE          NOT NULL,
  CONSTRAINT booth_contract_participant FOREIGN KEY (participant_id) REFERENCES participant (id),
  CONSTRAINT booth_contract_number UNIQUE (number)
);
CREATE INDEX booth_contract_by_day ON booth_contract (fulfilled_at);

CREATE TABLE payment (
  id             BIGINT        NOT NULL PRIMARY KEY,
  contract_id    BIGINT        NOT NULL,
  bank_account   VARCHAR(30),
  amount         NUMERIC(12,2) NOT NULL,
  paid_at        TIMESTAMP     NOT NULL,
  CONSTRAINT payment_contract FOREIGN KEY (contract_id) REFERENCES booth_contract (id)
);

-- Gates passed, and navigation inside the venue.
CREATE TABLE gate_passage (
  id             BIGINT        NOT NULL PRIMARY KEY,
  participant_id BIGINT        NOT NULL,
  gate           VARCHAR(30)   NOT NULL,
  passed_at      TIMESTAMPTZ   NOT NULL,
  CONSTRAINT gate_passage_participant FOREIGN KEY (participant_id) REFERENCES participant (id)
);
CREATE INDEX gate_passage_by_time ON gate_passage (passed_at);

CREATE TABLE positioning (
  id             BIGINT        NOT NULL PRIMARY KEY,
  participant_id BIGINT        NOT NULL,
  place          POINT,                          -- WGS 84
  seen_at        TIMESTAMPTZ   NOT NULL,
  CONSTRAINT positioning_participant FOREIGN KEY (participant_id) REFERENCES participant (id)
);
CREATE INDEX positioning_by_time ON positioning (seen_at);

-- Messages and calls with the hotline.
CREATE TABLE inquiry (
  id             BIGINT        NOT NULL PRIMARY KEY,
  participant_id BIGINT        NOT NULL,
  body           TEXT          NOT NULL,
  recording      BYTEA,
  asked_at       TIMESTAMP     NOT NULL,
  CONSTRAINT inquiry_participant FOREIGN KEY (participant_id) REFERENCES participant (id)
);
CREATE INDEX inquiry_by_time ON inquiry (asked_at);

-- What the person likes to be told, by their own consent.
CREATE TABLE advertising_profile (
  id             BIGINT        NOT NULL PRIMARY KEY,
  participant_id BIGINT        NOT NULL,
  interests      JSONB,
  consented_at   TIMESTAMP     NOT NULL,
  CONSTRAINT advertising_profile_participant
    FOREIGN KEY (participant_id) REFERENCES participant (id)
);

CREATE TABLE survey_answer (
  id             BIGINT        NOT NULL PRIMARY KEY,
  participant_id BIGINT,
  satisfaction   INTEGER       NOT NULL,
  remark         VARCHAR(300),
  answered_at    TIMESTAMP     NOT NULL,
  anonymised_at  TIMESTAMP,
  CONSTRAINT survey_answer_participant FOREIGN KEY (participant_id) REFERENCES participant (id)
);
CREATE INDEX survey_answer_by_time ON survey_answer (answered_at);

-- Loaded from the web servers' log files: no foreign key says whose they are.
CREATE TABLE web_log (
  id             BIGINT        NOT NULL PRIMARY KEY,
  participant_id BIGINT,
  ip             VARCHAR(45)   NOT NULL,
  browser        VARCHAR(200),
  device         JSONB,
  page           VARCHAR(100)  NOT NULL,
  visited_at     TIMESTAMPTZ   NOT NULL
);
CREATE INDEX web_log_by_time ON web_log (visited_at);
CREATE INDEX web_log_by_participant ON web_log (participant_id);

-- The platform files a row here when somebody cancels the account; see inbox.sql.
CREATE TABLE cancelled_account (
  id               BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  subject          VARCHAR(100),
  identifier_type  VARCHAR(20),
  identifier_value VARCHAR(1000),
  ground           VARCHAR(30),
  purpose          VARCHAR(63),
  requester        VARCHAR(12),
  evidence         VARCHAR(64),
  received_at      TIMESTAMP,
  verified         BOOLEAN,
  state            VARCHAR(12)    DEFAULT 'new' NOT NULL,
  outcome          VARCHAR(40)
);
CREATE INDEX cancelled_account_state ON cancelled_account (state);
