-- How many rows of each database may be read in a second, as an operator wants it of the run that is at work.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns
  WHERE table_schema = 'quietus' AND table_name = 'pace' AND column_name = 'rows_read_per_second') = 0,
  'ALTER TABLE quietus.pace ADD COLUMN rows_read_per_second BIGINT', 'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
