-- The rows that went with what an upload took the place of, where it is not known whether it did: a later run sees, and counts them.
ALTER TABLE quietus.backup_upload ADD COLUMN IF NOT EXISTS counts TEXT;
