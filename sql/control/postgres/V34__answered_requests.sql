-- Requests that are answered, and nothing erased for them: what a request asks for.
ALTER TABLE quietus.request ADD COLUMN IF NOT EXISTS kind VARCHAR(12) DEFAULT 'erasure' NOT NULL;

-- The lines of one request among those of very many in a run.
CREATE INDEX IF NOT EXISTS verification_request ON quietus.verification (run_id, round_no, request_id);
