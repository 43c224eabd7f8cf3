-- What took the place of versions: for some listed keys it is not looked for among all.
CREATE INDEX IF NOT EXISTS backup_version_result ON quietus.backup_version (run_id, set_name, result_token);
