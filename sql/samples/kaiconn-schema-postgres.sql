-- A smart-device app in China, on PostgreSQL; for MariaDB and MySQL see kaiconn-schema.sql.
-- A moment that a machine notes has its zone; what people enter is in that of the job file.

-- Registration asks for a mobile number, nickname and password; the rest is the person's own choice.
CREATE TABLE account (
  id                  BIGINT        NOT NULL PRIMARY KEY,
  account_no          VARCHAR(40)   NOT NULL,
  nickname            VARCHAR(60),
  phone               VARCHAR(24),
  email               VARCHAR(200),
  password_hash       BYTEA,
  avatar              BYTEA,
  gender              VARCHAR(2),                -- 男, 女
  birth_date          DATE,
  city                VARCHAR(40),
  signature           VARCHAR(200),
  push_id             VARCHAR(40),               -- what the push vendor knows the person by
  status              VARCHAR(10)   NOT NULL,    -- active, frozen
  registered_at       TIMESTAMP     NOT NULL,
  last_seen_at        TIMESTAMP,
  anonymised_at       TIMESTAMP,
  CONSTRAINT account_number UNIQUE (account_no),
  CONSTRAINT account_phone UNIQUE (phone)
);

-- Mainland numbers are checked against the real name.
CREATE TABLE real_name_check (
  id          BIGINT        NOT NULL PRIMARY KEY,
  account_id  BIGINT        NOT NULL,
  real_name   VARCHAR(60)   NOT NULL,
  id_card     CHAR(18)      NOT NULL,
  face        BYTEA,
  checked_at  TIMESTAMP     NOT NULL,
  CONSTRAINT real_name_check_account FOREIGN KEY (account_id) REFERENCES account (id)
);

CREATE TABLE handset (
  id          BIGINT        NOT NULL PRIMARY KEY,
  account_id  BIGINT        NOT NULL,
  model       VARCHAR(60)   NOT NULL,
  os_version  VARCHAR(30)   NOT NULL,
  imei        CHAR(15),
  imsi        CHAR(15),
  mac         CHAR(17),
  android_id  CHAR(16),
  apps        JSONB,                             -- installed apps
  bound_at    TIMESTAMP     NOT NULL,
  CONSTRAINT handset_account FOREIGN KEY (account_id) REFERENCES account (id)
);

CREATE TABLE home (
  id          BIGINT        NOT NULL PRIMARY KEY,
  account_id  BIGINT        NOT NULL,
  name        VARCHAR(60)   NOT NULL,
  address     VARCHAR(200),
  place       POINT,                             -- from the map vendor, WGS 84
  CONSTRAINT home_account FOREIGN KEY (account_id) REFERENCES account (id)
);

CREATE TABLE smart_device (
  id          BIGINT        NOT NULL PRIMARY KEY,
  home_id     BIGINT        NOT NULL,
  serial_no   VARCHAR(30)   NOT NULL,
  name        VARCHAR(60)   NOT NULL,
  settings    JSONB,
  bound_at    TIMESTAMP     NOT NULL,
  CONSTRAINT smart_device_home FOREIGN KEY (home_id) REFERENCES home (id)
);

CREATE TABLE location_trace (
  id          BIGINT        NOT NULL PRIMARY KEY,
  account_id  BIGINT        NOT NULL,
  longitude   NUMERIC(9,6)  NOT NULL,
  latitude    NUMERIC(9,6)  NOT NULL,
  seen_at     TIMESTAMPTZ   NOT NULL,
  CONSTRAINT location_trace_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX location_trace_by_time ON location_trace (seen_at);

-- Sharing of pictures and texts.
CREATE TABLE post (
  id          BIGINT        NOT NULL PRIMARY KEY,
  account_id  BIGINT        NOT NULL,
  body        TEXT          NOT NULL,
  picture     BYTEA,
  posted_at   TIMESTAMP     NOT NULL,
  CONSTRAINT post_account FOREIGN KEY (account_id) REFERENCES account (id)
);

-- What each business function was allowed, and when that was taken back.
CREATE TABLE authorisation (
  id            BIGINT        NOT NULL PRIMARY KEY,
  account_id    BIGINT        NOT NULL,
  function_name VARCHAR(40)   NOT NULL,          -- 位置服务, 消息推送, 图文分享
  granted_at    TIMESTAMP     NOT NULL,
  withdrawn_at  TIMESTAMP,
  CONSTRAINT authorisation_account FOREIGN KEY (account_id) REFERENCES account (id)
);

CREATE TABLE feedback (
  id          BIGINT        NOT NULL PRIMARY KEY,
  account_id  BIGINT        NOT NULL,
  contact     VARCHAR(200),
  body        TEXT          NOT NULL,
  filed_at    TIMESTAMP     NOT NULL,
  answered_at TIMESTAMP,
  CONSTRAINT feedback_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX feedback_by_time ON feedback (filed_at);

-- Loaded from the servers' log files: no foreign key says whose they are.
CREATE TABLE network_log (
  id          BIGINT        NOT NULL PRIMARY KEY,
  account_id  BIGINT        NOT NULL,
  ip          VARCHAR(45)   NOT NULL,
  action      VARCHAR(60)   NOT NULL,
  detail      JSONB,
  logged_at   TIMESTAMPTZ   NOT NULL
);
CREATE INDEX network_log_by_time ON network_log (logged_at);
CREATE INDEX network_log_by_account ON network_log (account_id);

-- Clicks for statistics; without an account before sign-in.
CREATE TABLE usage_event (
  id            BIGINT        NOT NULL PRIMARY KEY,
  account_id    BIGINT,
  ip            VARCHAR(45),
  page          VARCHAR(60)   NOT NULL,
  seconds       INTEGER       NOT NULL,
  user_agent    VARCHAR(200),
  happened_at   TIMESTAMPTZ   NOT NULL,
  anonymised_at TIMESTAMP
);
CREATE INDEX usage_event_by_time ON usage_event (happened_at);
CREATE INDEX usage_event_by_account ON usage_event (account_id);

CREATE TABLE crash_report (
  id          BIGINT        NOT NULL PRIMARY KEY,
  handset_id  BIGINT        NOT NULL,
  stack       TEXT          NOT NULL,
  memory      BYTEA,
  crashed_at  TIMESTAMPTZ   NOT NULL,
  CONSTRAINT crash_report_handset FOREIGN KEY (handset_id) REFERENCES handset (id)
);
CREATE INDEX crash_report_by_time ON crash_report (crashed_at);
