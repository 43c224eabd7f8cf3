-- What a run left, read again or held back of one request, without looking at what it did so of all others.
CREATE INDEX IF NOT EXISTS verification_request ON quietus.verification (run_id, round_no, request_id);
CREATE INDEX IF NOT EXISTS left_row_request ON quietus.left_row (run_id, request_id);
CREATE INDEX IF NOT EXISTS held_by_request ON quietus.held_by (run_id, round_no, request_id);
