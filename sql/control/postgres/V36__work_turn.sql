-- Which range is next, without reading those that are done: children's go ahead of all (turn 0). And the ranges of one request.
ALTER TABLE quietus.work ADD COLUMN IF NOT EXISTS turn_no INT DEFAULT 1 NOT NULL;

UPDATE quietus.work SET turn_no = 0
  WHERE state <> 'done' AND request_id IN (SELECT request_id FROM quietus.request WHERE ground = 'minor');

CREATE INDEX IF NOT EXISTS work_next ON quietus.work (run_id, state, turn_no, step_no, range_no);

CREATE INDEX IF NOT EXISTS work_request ON quietus.work (request_id, run_id);
