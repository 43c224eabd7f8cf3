-- Bounds and positions of ranges whose keys are not one number: sealed, unless they are numbers. And which order a range is walked in.
SET @ddl = IF((SELECT COUNT(*) FROM information_schema.columns
  WHERE table_schema = 'quietus' AND table_name = 'work' AND column_name = 'above_key') = 0,
  'ALTER TABLE quietus.work ADD COLUMN above_key TEXT, ADD COLUMN upto_key TEXT, ADD COLUMN position_key TEXT, ADD COLUMN by_index INT NOT NULL DEFAULT 1',
  'DO 0');
PREPARE ddl FROM @ddl;
EXECUTE ddl;
DEALLOCATE PREPARE ddl;
