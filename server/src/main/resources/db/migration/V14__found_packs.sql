-- Whether a rebuild has found the pack in the store: this catalog does not know when its bytes were last written or read.
ALTER TABLE pack ADD COLUMN found boolean NOT NULL DEFAULT false;

-- What was never looked at comes first, then what was looked at longest ago; a pack that was made here was looked at then.
DROP INDEX pack_by_age;
CREATE INDEX pack_by_age ON pack ((coalesce(verified_at, CASE WHEN NOT found THEN created_at END)) NULLS FIRST, number)
    WHERE state = 'LIVE';
