-- Bounds and positions of ranges whose keys are not one number: sealed, unless they are numbers. And which order a range is walked in.
ALTER TABLE quietus.work ADD COLUMN IF NOT EXISTS above_key TEXT;
ALTER TABLE quietus.work ADD COLUMN IF NOT EXISTS upto_key TEXT;
ALTER TABLE quietus.work ADD COLUMN IF NOT EXISTS position_key TEXT;
ALTER TABLE quietus.work ADD COLUMN IF NOT EXISTS by_index INT DEFAULT 1 NOT NULL;
