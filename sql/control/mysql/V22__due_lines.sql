-- Whose rows, and of which table, reading a version again found although they should be gone: JSON, without values.

SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns
  WHERE table_schema = 'quietus' AND table_name = 'backup_version' AND column_name = 'due_lines') = 0,
  'ALTER TABLE quietus.backup_version ADD COLUMN due_lines LONGTEXT', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
