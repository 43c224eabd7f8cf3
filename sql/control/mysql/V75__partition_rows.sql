-- The key of one of the rows that a partition had, sealed: if it has another name by the time that it is looked whether it is gone, or its
-- rows lie in other partitions, that row tells so. Nothing once that was found out.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns
  WHERE table_schema = 'quietus' AND table_name = 'partition_drop' AND column_name = 'row_key') = 0,
  'ALTER TABLE quietus.partition_drop ADD COLUMN row_key TEXT', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
