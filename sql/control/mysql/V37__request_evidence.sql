-- Requests by their evidence reference: which entries of a list of hashes there is a request of.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics
  WHERE table_schema = 'quietus' AND table_name = 'request' AND index_name = 'request_evidence') = 0,
  'CREATE INDEX request_evidence ON quietus.request (job, evidence)', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
