-- The entries of one backup, and those in some states: of a million objects neither is looked for among all.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics
  WHERE table_schema = 'quietus' AND table_name = 'backup_version' AND index_name = 'backup_version_unit') = 0,
  'CREATE INDEX backup_version_unit ON quietus.backup_version (run_id, set_name, unit_token)', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.statistics
  WHERE table_schema = 'quietus' AND table_name = 'backup_version' AND index_name = 'backup_version_state') = 0,
  'CREATE INDEX backup_version_state ON quietus.backup_version (run_id, set_name, state)', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
