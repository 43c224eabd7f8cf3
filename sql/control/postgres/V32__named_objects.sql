-- Objects whose rows are gone, until they are gone too: noted in the transaction that removes the row, the object's key sealed.
CREATE TABLE IF NOT EXISTS quietus.named_object (
  object_id     VARCHAR(120)  NOT NULL,
  job           VARCHAR(100)  NOT NULL,
  set_name      VARCHAR(64)   NOT NULL,
  request_id    VARCHAR(40),
  step_no       INT           NOT NULL,
  sealed        BYTEA         NOT NULL,
  PRIMARY KEY (object_id)
);
