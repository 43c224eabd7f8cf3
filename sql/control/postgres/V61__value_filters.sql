-- What tells persons in the records of an object version, as keyed digests in pages, and sealed, in the first, the texts that belong to
-- no record: whoever is in none of it need not be sought in that version again. It goes with its key epoch or with the version.

CREATE TABLE IF NOT EXISTS quietus.value_filter (
  job             VARCHAR(100)  NOT NULL,
  set_name        VARCHAR(100)  NOT NULL,
  version_token   CHAR(64)      NOT NULL,
  page_no         INT           NOT NULL,
  epoch           INT           NOT NULL,
  form            CHAR(64)      NOT NULL,
  page_bits       INT           NOT NULL,
  digests         INT           NOT NULL,
  content         BYTEA         NOT NULL,
  sealed          BYTEA         NOT NULL,
  PRIMARY KEY (job, set_name, version_token, page_no)
);
