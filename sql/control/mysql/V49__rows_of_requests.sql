-- What a run left, read again or held back of one request, without looking at what it did so of all others.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics
  WHERE table_schema = 'quietus' AND table_name = 'verification' AND index_name = 'verification_request') = 0,
  'CREATE INDEX verification_request ON quietus.verification (run_id, round_no, request_id)', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;

SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics
  WHERE table_schema = 'quietus' AND table_name = 'left_row' AND index_name = 'left_row_request') = 0,
  'CREATE INDEX left_row_request ON quietus.left_row (run_id, request_id)', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;

SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics
  WHERE table_schema = 'quietus' AND table_name = 'held_by' AND index_name = 'held_by_request') = 0,
  'CREATE INDEX held_by_request ON quietus.held_by (run_id, round_no, request_id)', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
