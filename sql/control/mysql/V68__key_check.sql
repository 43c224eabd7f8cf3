-- What tells the key of an epoch from any other, and nothing of it.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns
  WHERE table_schema = 'quietus' AND table_name = 'key_epoch' AND column_name = 'key_check') = 0,
  'ALTER TABLE quietus.key_epoch ADD COLUMN key_check VARCHAR(32)', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
