-- Requests that are answered, and nothing erased for them: what a request asks for.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns
  WHERE table_schema = 'quietus' AND table_name = 'request' AND column_name = 'kind') = 0,
  'ALTER TABLE quietus.request ADD COLUMN kind VARCHAR(12) NOT NULL DEFAULT ''erasure''', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;

-- The lines of one request among those of very many in a run.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics
  WHERE table_schema = 'quietus' AND table_name = 'verification' AND index_name = 'verification_request') = 0,
  'CREATE INDEX verification_request ON quietus.verification (run_id, round_no, request_id)', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
