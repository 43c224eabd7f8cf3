-- The rows that went with what an upload took the place of, where it is not known whether it did: a later run sees, and counts them.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns
  WHERE table_schema = 'quietus' AND table_name = 'backup_upload' AND column_name = 'counts') = 0,
  'ALTER TABLE quietus.backup_upload ADD COLUMN counts LONGTEXT', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
