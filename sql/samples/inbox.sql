-- A table into which applications file erasure requests; name it in the job file: requests: { inbox: crm.erasure_inbox }.
-- A row is one identifier of one person. Insert it with state 'new'; the next run, or 'quietus request intake', takes it.
-- On MariaDB and MySQL write DATETIME(6) for TIMESTAMP(6); moments are in the zone that the job file gives the database.

CREATE TABLE erasure_inbox (
  id               BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
  subject          VARCHAR(100),                          -- as the job file names it; NULL if it has only one
  kind             VARCHAR(12),                           -- NULL for 'erasure'; only where 'requests' sets a time for others
  purpose          VARCHAR(63),                           -- consent to it alone is withdrawn; only where a subject has 'purposes'
  tenant           VARCHAR(64),                           -- whose customer the person is; only where the job file has 'tenant'
  identifier_type  VARCHAR(20),                           -- email, phone, id, ...
  identifier_value VARCHAR(1000),                         -- emptied, with the type, when the row is taken; of a rejected one 30 days later
  ground           VARCHAR(30),                           -- NULL for 'request'
  requester        VARCHAR(12),                           -- self, guardian, relative, agent; NULL for 'self'
  evidence         VARCHAR(64),                           -- a reference that tells nothing of the person
  received_at      TIMESTAMP(6),                          -- NULL for the moment at which it is taken or, then written, rejected
  verified         BOOLEAN,                               -- whether the requester has shown who they are; NULL, or blank, for no
  state            VARCHAR(12)    DEFAULT 'new' NOT NULL, -- new, taken, rejected
  outcome          VARCHAR(40)                            -- of a taken row the request's id, of a rejected one a code
);

CREATE INDEX erasure_inbox_state ON erasure_inbox (state);
