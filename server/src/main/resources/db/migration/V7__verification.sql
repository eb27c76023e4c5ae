-- What the newest verification of a snapshot brought, beside its level and time, and the operation that did it.
ALTER TABLE snapshot ADD COLUMN verified_intact boolean;
ALTER TABLE snapshot ADD COLUMN verified_by uuid;

-- When the scrub was begun last, by whichever server of the instance.
ALTER TABLE instance ADD COLUMN scrubbed_at timestamptz;

-- The packs whose bytes were looked at longest ago come first; a new one was looked at when it was made.
CREATE INDEX pack_by_age ON pack ((coalesce(verified_at, created_at)), number) WHERE state = 'LIVE';
