-- Where a notice was left and, as far as is known, still lies: one place a line, e.g. 'file:///var/spool/push' or 'table:notices'.
ALTER TABLE quietus.notice ADD COLUMN IF NOT EXISTS places TEXT;
