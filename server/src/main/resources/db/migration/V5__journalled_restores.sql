-- What a restore's new content takes the place of, and so where its hidden directories lie: beside the destination for the whole
-- directory in one step (WHOLE) or for single entries under a journal (BESIDE), in it on a mount point (INSIDE).
ALTER TABLE restore_directory ADD COLUMN way text NOT NULL DEFAULT 'WHOLE' CHECK (way IN ('WHOLE', 'BESIDE', 'INSIDE'));
