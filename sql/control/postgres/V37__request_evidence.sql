-- Requests by their evidence reference: which entries of a list of hashes there is a request of.
CREATE INDEX IF NOT EXISTS request_evidence ON quietus.request (job, evidence);
