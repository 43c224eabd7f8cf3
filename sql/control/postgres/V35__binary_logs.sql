-- Where the before-images of what a run removed may be read: the server whose binary log has them ('several' if more than one), and the file
-- that was current after the run's last commit, as soon as somebody could ask for it. 'gone_at' is when that file was no longer listed.
-- A run has no row if the server kept no log while it ran, or if it changed nothing; 'server' is empty of runs from before this table.
CREATE TABLE IF NOT EXISTS quietus.binary_log (
  run_id        VARCHAR(40)   NOT NULL,
  server        VARCHAR(300),
  file_name     VARCHAR(512),
  gone_at       TIMESTAMP(6),
  PRIMARY KEY (run_id)
);

INSERT INTO quietus.binary_log (run_id) SELECT run_id FROM quietus.run ON CONFLICT DO NOTHING;
