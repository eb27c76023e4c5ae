-- What cleanups go by, besides.

-- The chunks of a pack, and whether some of them may have died since it was last looked at: what compaction goes by.
ALTER TABLE pack ADD COLUMN chunks integer;
ALTER TABLE pack ADD COLUMN thinned boolean NOT NULL DEFAULT false;
CREATE INDEX pack_thinned ON pack (number) WHERE thinned;

-- Segments that lie in many packs.
CREATE INDEX segment_spread ON segment (number) WHERE cardinality(packs) > 8;

-- Ids of sessions grow with time, and their segments are staged together. Small, and enough to find what a dead writer staged
-- without reading all segments.
CREATE INDEX segment_by_session ON segment USING brin (session_id) WITH (autosummarize = on);

-- What each machine's clock showed while all was well, beside a count that cannot be set: how long that machine has been up.
CREATE TABLE clock_witness (
    node      text        PRIMARY KEY,
    boot      text        NOT NULL,
    uptime_ms bigint      NOT NULL,
    seen_at   timestamptz NOT NULL
);

-- What an operation found or decided, line by line, kept as long as the operation.
CREATE TABLE operation_detail (
    operation_id uuid   NOT NULL REFERENCES operation (id) ON DELETE CASCADE,
    number       bigint NOT NULL,
    payload      bytea  NOT NULL,
    PRIMARY KEY (operation_id, number)
);
