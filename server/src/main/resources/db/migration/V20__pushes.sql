-- Sessions in which clients push live on when their process ends, until their lease does.
ALTER TABLE session DROP CONSTRAINT session_kind_check;
ALTER TABLE session ADD CONSTRAINT session_kind_check CHECK (kind IN ('WRITE', 'READ', 'COMPACT', 'PUSH'));

-- A graph takes in one snapshot at a time, whether the server reads it or a client sends it.
DROP INDEX operation_one_capture;
CREATE UNIQUE INDEX operation_one_capture ON operation (graph_uid)
WHERE kind IN ('CAPTURE', 'RECEIVE') AND state IN ('QUEUED', 'RUNNING');
