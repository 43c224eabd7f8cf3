-- Which range is next, without reading those that are done: children's go ahead of all (turn 0). And the ranges of one request.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns
  WHERE table_schema = 'quietus' AND table_name = 'work' AND column_name = 'turn_no') = 0,
  'ALTER TABLE quietus.work ADD COLUMN turn_no INT NOT NULL DEFAULT 1', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;

UPDATE quietus.work SET turn_no = 0
  WHERE state <> 'done' AND request_id IN (SELECT request_id FROM quietus.request WHERE ground = 'minor');

SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics
  WHERE table_schema = 'quietus' AND table_name = 'work' AND index_name = 'work_next') = 0,
  'CREATE INDEX work_next ON quietus.work (run_id, state, turn_no, step_no, range_no)', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;

SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics
  WHERE table_schema = 'quietus' AND table_name = 'work' AND index_name = 'work_request') = 0,
  'CREATE INDEX work_request ON quietus.work (request_id, run_id)', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
