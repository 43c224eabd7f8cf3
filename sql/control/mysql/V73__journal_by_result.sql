-- What took the place of versions: for some listed keys it is not looked for among all.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics
  WHERE table_schema = 'quietus' AND table_name = 'backup_version' AND index_name = 'backup_version_result') = 0,
  'CREATE INDEX backup_version_result ON quietus.backup_version (run_id, set_name, result_token)', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
