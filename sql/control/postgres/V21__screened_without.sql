-- Persons whom an object version was not searched for although somebody had begun to erase them, because their request was
-- restricted or otherwise not finished at the time: once it is, the version is searched for them.

CREATE TABLE IF NOT EXISTS quietus.screened_without (
  job             VARCHAR(100)  NOT NULL,
  set_name        VARCHAR(100)  NOT NULL,
  version_token   CHAR(64)      NOT NULL,
  request_id      VARCHAR(40)   NOT NULL,
  PRIMARY KEY (job, set_name, version_token, request_id)
);
