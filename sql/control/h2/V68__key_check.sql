-- What tells the key of an epoch from any other, and nothing of it.
ALTER TABLE quietus.key_epoch ADD COLUMN IF NOT EXISTS key_check VARCHAR(32);
