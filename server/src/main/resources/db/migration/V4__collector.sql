-- What the collector looks for.

-- The snapshot whose manifest a writer has announced, before it is put: the manifest of an ABORTED writer is an orphan.
ALTER TABLE session ADD COLUMN snapshot_id uuid;
CREATE INDEX session_by_snapshot ON session (snapshot_id) WHERE snapshot_id IS NOT NULL;
UPDATE session SET snapshot_id = operation.snapshot_id
FROM operation
WHERE operation.id = session.operation_id AND session.kind = 'WRITE';
