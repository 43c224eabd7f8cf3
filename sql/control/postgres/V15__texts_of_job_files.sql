-- What a job file may say fits wherever it is kept: how a table of many columns is anonymised, reasons that were joined, and how far a
-- range of a long integer key was worked off.
ALTER TABLE quietus.ledger_count ALTER COLUMN method SET DATA TYPE TEXT;

ALTER TABLE quietus.ledger_count ALTER COLUMN basis SET DATA TYPE TEXT;

ALTER TABLE quietus.run_step ALTER COLUMN keeper SET DATA TYPE TEXT;

ALTER TABLE quietus.work ALTER COLUMN position_at SET DATA TYPE VARCHAR(1000);
