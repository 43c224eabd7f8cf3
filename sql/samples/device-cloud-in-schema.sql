-- A cloud for controlled devices, run in India, on MariaDB and MySQL; for PostgreSQL see device-cloud-in-schema-postgres.sql, for H2
-- device-cloud-in-schema-h2.sql.
-- CREATE DATABASE cloud CHARACTER SET utf8mb4;

CREATE TABLE account (
  id                  BIGINT        NOT NULL PRIMARY KEY,
  email               VARCHAR(200),
  nickname            VARCHAR(80),
  password_hash       VARBINARY(32),
  born                DATE,
  guardian_consent_at DATETIME(6),
  registered_at       DATETIME(6)   NOT NULL,
  anonymised_at       DATETIME(6),
  CONSTRAINT account_email UNIQUE (email)
);

CREATE TABLE device (
  id           BIGINT        NOT NULL PRIMARY KEY,
  account_id   BIGINT        NOT NULL,
  device_ref   VARCHAR(40)   NOT NULL,           -- what log files call it
  model        VARCHAR(60)   NOT NULL,
  status       JSON,
  bound_at     DATETIME(6)   NOT NULL,
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
  measured      JSON,
  recorded_at   DATETIME(6)   NOT NULL,
  anonymised_at DATETIME(6)
);
CREATE INDEX telemetry_by_time ON telemetry (recorded_at);
CREATE INDEX telemetry_by_account ON telemetry (account_id);

-- Preferences that were derived from purchases and logs.
CREATE TABLE portrait (
  id           BIGINT        NOT NULL PRIMARY KEY,
  account_id   BIGINT        NOT NULL,
  preferences  JSON          NOT NULL,
  derived_at   DATETIME(6)   NOT NULL,
  CONSTRAINT portrait_account FOREIGN KEY (account_id) REFERENCES account (id)
);

CREATE TABLE event_participation (
  id           BIGINT        NOT NULL PRIMARY KEY,
  account_id   BIGINT        NOT NULL,
  event        VARCHAR(80)   NOT NULL,
  picture      LONGBLOB,
  joined_at    DATETIME(6)   NOT NULL,
  CONSTRAINT event_participation_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX event_participation_by_time ON event_participation (joined_at);

CREATE TABLE sign_in (
  id           BIGINT        NOT NULL PRIMARY KEY,
  account_id   BIGINT        NOT NULL,
  ip           VARCHAR(45)   NOT NULL,
  happened_at  DATETIME(6)   NOT NULL,
  CONSTRAINT sign_in_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX sign_in_by_time ON sign_in (happened_at);
