-- A cloud for controlled devices, run in India, on PostgreSQL; for MariaDB and MySQL see device-cloud-in-schema.sql.
-- A moment that a machine notes has its zone; what people enter is in that of the job file.

CREATE TABLE account (
  id                  BIGINT        NOT NULL PRIMARY KEY,
  email               VARCHAR(200),
  nickname            VARCHAR(80),
  password_hash       BYTEA,
  born                DATE,
  guardian_consent_at TIMESTAMP,
  registered_at       TIMESTAMP     NOT NULL,
  anonymised_at       TIMESTAMP,
  CONSTRAINT account_email UNIQUE (email)
);

CREATE TABLE device (
  id           BIGINT        NOT NULL PRIMARY KEY,
  account_id   BIGINT        NOT NULL,
  device_ref   VARCHAR(40)   NOT NULL,           -- what log files call it
  model        VARCHAR(60)   NOT NULL,
  status       JSONB,
  bound_at     TIMESTAMP     NOT NULL,
  CONSTRAINT device_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT device_reference UNIQUE (device_ref)
);

-- Log files of the servers, loaded into the database later: no foreign key says whose they are.
CREATE TABLE telemetry (
  id            BIGINT        NOT NULL PRIMARY KEY,
  account_id    BIGINT,
  device_ref    VARCHAR(40),
  ip            VARCHAR(45),
  place         POINT,                           -- WGS 84
  measured      JSONB,
  recorded_at   TIMESTAMP     NOT NULL,
  anonymised_at TIMESTAMP
);
CREATE INDEX telemetry_by_time ON telemetry (recorded_at);
CREATE INDEX telemetry_by_account ON telemetry (account_id);

-- Preferences that were derived from purchases and logs.
CREATE TABLE portrait (
  id           BIGINT        NOT NULL PRIMARY KEY,
  account_id   BIGINT        NOT NULL,
  preferences  JSONB         NOT NULL,
  derived_at   TIMESTAMP     NOT NULL,
  CONSTRAINT portrait_account FOREIGN KEY (account_id) REFERENCES account (id)
);

CREATE TABLE event_participation (
  id           BIGINT        NOT NULL PRIMARY KEY,
  account_id   BIGINT        NOT NULL,
  event        VARCHAR(80)   NOT NULL,
  picture      BYTEA,
  joined_at    TIMESTAMP     NOT NULL,
  CONSTRAINT event_participation_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX event_participation_by_time ON event_participation (joined_at);

CREATE TABLE sign_in (
  id           BIGINT        NOT NULL PRIMARY KEY,
  account_id   BIGINT        NOT NULL,
  ip           VARCHAR(45)   NOT NULL,
  happened_at  TIMESTAMPTZ   NOT NULL,
  CONSTRAINT sign_in_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX sign_in_by_time ON sign_in (happened_at);
