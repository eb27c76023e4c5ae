-- Which directory the hidden one was made in: where another lies there now, its file system is not mounted, and what was left
-- can come back. Empty where it is not known.
ALTER TABLE restore_directory ADD COLUMN parent text NOT NULL DEFAULT '';

-- Who began the deletion of a snapshot that is DELETING, whoever ends it.
ALTER TABLE snapshot ADD COLUMN deleted_by text;
