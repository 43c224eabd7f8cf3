-- The entries of one backup, and those in some states: of a million objects neither is looked for among all.
CREATE INDEX IF NOT EXISTS backup_version_unit ON quietus.backup_version (run_id, set_name, unit_token);
CREATE INDEX IF NOT EXISTS backup_version_state ON quietus.backup_version (run_id, set_name, state);
