-- An open-source community's site, on MariaDB and MySQL; for PostgreSQL see opengemini-schema-postgres.sql, for H2
-- opengemini-schema-h2.sql.
-- CREATE DATABASE site CHARACTER SET utf8mb4;

CREATE TABLE account (
  id            BIGINT        NOT NULL PRIMARY KEY,
  login         VARCHAR(60)   NOT NULL,
  display_name  VARCHAR(120),
  email         VARCHAR(200),
  avatar        MEDIUMBLOB,
  settings      JSON,
  born          DATE,                            -- asked only where an event needs it
  created_at    DATETIME(6)   NOT NULL,
  closed_at     DATETIME(6),
  anonymised_at DATETIME(6),
  CONSTRAINT account_login UNIQUE (login),
  CONSTRAINT account_email UNIQUE (email)
);

-- The newsletter. Who subscribes needs no account.
CREATE TABLE subscription (
  id            BIGINT        NOT NULL PRIMARY KEY,
  account_id    BIGINT,
  email         VARCHAR(200)  NOT NULL,
  name          VARCHAR(120),
  subscribed_at DATETIME(6)   NOT NULL,
  withdrawn_at  DATETIME(6),
  CONSTRAINT subscription_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX subscription_by_withdrawal ON subscription (withdrawn_at);

-- Most visits are nobody's account's.
CREATE TABLE visit (
  id            BIGINT        NOT NULL PRIMARY KEY,
  account_id    BIGINT,
  ip            VARCHAR(45)   NOT NULL,
  browser       VARCHAR(200),
  came_from     VARCHAR(200),
  page          VARCHAR(100)  NOT NULL,
  seconds       INT           NOT NULL,
  visited_at    DATETIME(6)   NOT NULL,
  CONSTRAINT visit_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX visit_by_time ON visit (visited_at);

CREATE TABLE post (
  id            BIGINT        NOT NULL PRIMARY KEY,
  account_id    BIGINT        NOT NULL,
  title         VARCHAR(200)  NOT NULL,
  body          LONGTEXT      NOT NULL,
  posted_at     DATETIME(6)   NOT NULL,
  CONSTRAINT post_account FOREIGN KEY (account_id) REFERENCES account (id)
);

CREATE TABLE attachment (
  id            BIGINT        NOT NULL PRIMARY KEY,
  post_id       BIGINT        NOT NULL,
  name          VARCHAR(100)  NOT NULL,
  content       LONGBLOB      NOT NULL,
  CONSTRAINT attachment_post FOREIGN KEY (post_id) REFERENCES post (id)
);

CREATE TABLE event_registration (
  id            BIGINT        NOT NULL PRIMARY KEY,
  account_id    BIGINT        NOT NULL,
  event         VARCHAR(100)  NOT NULL,
  diet          VARCHAR(60),
  registered_at DATETIME(6)   NOT NULL,
  CONSTRAINT event_registration_account FOREIGN KEY (account_id) REFERENCES account (id)
);
CREATE INDEX event_registration_by_time ON event_registration (registered_at);

CREATE TABLE invoice (
  id            BIGINT        NOT NULL PRIMARY KEY,
  account_id    BIGINT        NOT NULL,
  number        VARCHAR(30)   NOT NULL,
  amount        DECIMAL(12,2) NOT NULL,
  issued_on     DATE          NOT NULL,
  CONSTRAINT invoice_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT invoice_number UNIQUE (number)
);
CREATE INDEX invoice_by_day ON invoice (issued_on);

-- The site files a row here when somebody closes an account; see inbox.sql.
CREATE TABLE closed_accounts (
  id               BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  subject          VARCHAR(100),
  identifier_type  VARCHAR(20),
  identifier_value VARCHAR(1000),
  ground           VARCHAR(30),
  requester        VARCHAR(12),
  evidence         VARCHAR(64),
  received_at      DATETIME(6),
  verified         BOOLEAN,
  state            VARCHAR(12)    DEFAULT 'new' NOT NULL,
  outcome          VARCHAR(40)
);
CREATE INDEX closed_accounts_state ON closed_accounts (state);
