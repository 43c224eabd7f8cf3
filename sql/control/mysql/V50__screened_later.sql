-- Persons of whom an object version keeps rows on a lawful basis, and of whom nobody waits for that otherwise: on that day it is
-- searched for them again.

CREATE TABLE IF NOT EXISTS quietus.screened_later (
  job             VARCHAR(100)  NOT NULL,
  set_name        VARCHAR(100)  NOT NULL,
  version_token   CHAR(64)      NOT NULL,
  request_id      VARCHAR(40)   NOT NULL,
  due_on          DATE          NOT NULL,
  PRIMARY KEY (job, set_name, version_token, request_id)
);
