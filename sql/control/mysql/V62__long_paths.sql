-- The path to the moment of records may be as long as somebody likes.
ALTER TABLE quietus.run_step MODIFY start_event MEDIUMTEXT;
