-- Whose rows, and of which table, reading a version again found although they should be gone: JSON, without values.

ALTER TABLE quietus.backup_version ADD COLUMN IF NOT EXISTS due_lines TEXT;
