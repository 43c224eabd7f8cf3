-- A marketing platform in China, on MariaDB and MySQL; for PostgreSQL see jingdigital-schema-postgres.sql, for H2
-- jingdigital-schema-h2.sql.
-- CREATE DATABASE crm CHARACTER SET utf8mb4;

-- The platform's own customers: who tries or uses it. Their tenant is the platform itself.
CREATE TABLE client (
  id                BIGINT        NOT NULL PRIMARY KEY,
  tenant            VARCHAR(40)   NOT NULL,
  name              VARCHAR(60),
  phone             VARCHAR(24),
  email             VARCHAR(200),
  company           VARCHAR(100)  NOT NULL,
  job_title         VARCHAR(60),
  account_closed_at DATETIME(6),
  created_at        DATETIME(6)   NOT NULL
);

CREATE TABLE contract (
  id                BIGINT        NOT NULL PRIMARY KEY,
  tenant            VARCHAR(40)   NOT NULL,
  client_id         BIGINT        NOT NULL,
  number            VARCHAR(30)   NOT NULL,
  signatory         VARCHAR(60)   NOT NULL,
  scan              LONGBLOB,
  ended_on          DATE,
  CONSTRAINT contract_client FOREIGN KEY (client_id) REFERENCES client (id)
);
CREATE INDEX contract_by_end ON contract (ended_on);

-- From here on: what customers entrust to the platform. The tenant is the customer whose data it is.
CREATE TABLE contact (
  id            BIGINT        NOT NULL PRIMARY KEY,
  tenant        VARCHAR(40)   NOT NULL,
  name          VARCHAR(60),
  phone         VARCHAR(24),
  email         VARCHAR(200),
  open_id       VARCHAR(40),
  address       VARCHAR(200),
  occupation    VARCHAR(60),
  born          DATE,
  guardian_consent_at DATETIME(6),
  created_at    DATETIME(6)   NOT NULL
);
CREATE INDEX contact_by_phone ON contact (phone);

CREATE TABLE chat_message (
  id            BIGINT        NOT NULL PRIMARY KEY,
  tenant        VARCHAR(40)   NOT NULL,
  contact_id    BIGINT        NOT NULL,
  body          LONGTEXT      NOT NULL,
  picture       LONGBLOB,
  sent_at       DATETIME(6)   NOT NULL,
  CONSTRAINT chat_message_contact FOREIGN KEY (contact_id) REFERENCES contact (id)
);
CREATE INDEX chat_message_by_time ON chat_message (sent_at);

CREATE TABLE call_recording (
  id            BIGINT        NOT NULL PRIMARY KEY,
  tenant        VARCHAR(40)   NOT NULL,
  contact_id    BIGINT        NOT NULL,
  audio         LONGBLOB      NOT NULL,
  transcript    LONGTEXT,
  recorded_at   DATETIME(6)   NOT NULL,
  audio_key     VARCHAR(200), -- where a long one lies in the object store
  CONSTRAINT call_recording_contact FOREIGN KEY (contact_id) REFERENCES contact (id)
);
CREATE INDEX call_recording_by_time ON call_recording (recorded_at);

CREATE TABLE behaviour_profile (
  id            BIGINT        NOT NULL PRIMARY KEY,
  tenant        VARCHAR(40)   NOT NULL,
  contact_id    BIGINT        NOT NULL,
  traits        JSON          NOT NULL,
  computed_at   DATETIME(6)   NOT NULL,
  CONSTRAINT behaviour_profile_contact FOREIGN KEY (contact_id) REFERENCES contact (id)
);

-- Whom a campaign is shown to, by the person's consent.
CREATE TABLE audience_member (
  id            BIGINT        NOT NULL PRIMARY KEY,
  tenant        VARCHAR(40)   NOT NULL,
  contact_id    BIGINT        NOT NULL,
  campaign      VARCHAR(80)   NOT NULL,
  consented_at  DATETIME(6)   NOT NULL,
  CONSTRAINT audience_member_contact FOREIGN KEY (contact_id) REFERENCES contact (id)
);

-- Loaded from the web servers' log files: no foreign key says whose they are.
CREATE TABLE page_log (
  id            BIGINT        NOT NULL PRIMARY KEY,
  tenant        VARCHAR(40)   NOT NULL,
  contact_id    BIGINT,
  ip            VARCHAR(45)   NOT NULL,
  browser       VARCHAR(200),
  search_text   VARCHAR(200),
  page          VARCHAR(100)  NOT NULL,
  visited_at    DATETIME(6)   NOT NULL
);
CREATE INDEX page_log_by_time ON page_log (visited_at);
CREATE INDEX page_log_by_contact ON page_log (contact_id);
