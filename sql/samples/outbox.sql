-- A table that Quietus leaves notices in; name it in the job file: recipients: { push: { notify: "table:crm.notices", received: [email] } }.
-- A row is one notice. Whoever works it off sets acknowledged_at; the next run then notes it and deletes the row, which holds
-- identifiers. A row that is deleted without having been acknowledged is written again, with the same notice_id.
-- On MariaDB and MySQL write LONGTEXT for CLOB and DATETIME(6) for TIMESTAMP(6); moments are UTC.

CREATE TABLE notices (
  notice_id        VARCHAR(40)    NOT NULL PRIMARY KEY, -- the same however often the notice is repeated
  recipient        VARCHAR(100)   NOT NULL,             -- as the job file names it
  body             CLOB           NOT NULL,             -- a signed DSSE envelope, JSON
  created_at       TIMESTAMP(6)   NOT NULL,
  acknowledged_at  TIMESTAMP(6)
);
