-- What a job file may say fits wherever it is kept: how a table of many columns is anonymised, reasons that were joined, and how far a
-- range of a long integer key was worked off.
ALTER TABLE quietus.ledger_count MODIFY method MEDIUMTEXT NOT NULL, MODIFY basis MEDIUMTEXT;

ALTER TABLE quietus.run_step MODIFY keeper MEDIUMTEXT;

ALTER TABLE quietus.work MODIFY position_at VARCHAR(1000);
