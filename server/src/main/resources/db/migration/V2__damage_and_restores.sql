-- The few segments whose stored data is damaged: looked at by every commit, and replaced by whoever stores them anew.
CREATE INDEX segment_damaged ON segment (id) WHERE damaged;

-- The hidden directories that restores write into beside their destinations. A row is there before its directory is made, and
-- goes only after it: what is found under such a name without a row is nobody's to remove.
CREATE TABLE restore_directory (
    operation_id uuid        PRIMARY KEY,
    graph_uid    uuid        NOT NULL,
    snapshot_id  uuid        NOT NULL,
    node         text        NOT NULL,
    destination  text        NOT NULL,
    -- Which directory was about to be swapped in; empty until it is whole.
    written      text        NOT NULL DEFAULT ''
);
