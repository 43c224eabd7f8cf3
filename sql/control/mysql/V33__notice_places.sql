-- Where a notice was left and, as far as is known, still lies: one place a line, e.g. 'file:///var/spool/push' or 'table:notices'.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns
  WHERE table_schema = 'quietus' AND table_name = 'notice' AND column_name = 'places') = 0,
  'ALTER TABLE quietus.notice ADD COLUMN places TEXT', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
