-- Since when a graph has the source that it has: by a snapshot cut before, no file is known not to have changed. NULL where it
-- never had another.
ALTER TABLE graph ADD COLUMN source_since timestamptz;
