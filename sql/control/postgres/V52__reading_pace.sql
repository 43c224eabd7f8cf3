-- How many rows of each database may be read in a second, as an operator wants it of the run that is at work.
ALTER TABLE quietus.pace ADD COLUMN IF NOT EXISTS rows_read_per_second BIGINT;
