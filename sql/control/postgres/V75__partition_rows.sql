-- The key of one of the rows that a partition had, sealed: if it has another name by the time that it is looked whether it is gone, or its
-- rows lie in other partitions, that row tells so. Nothing once that was found out.
ALTER TABLE quietus.partition_drop ADD COLUMN IF NOT EXISTS row_key TEXT;
