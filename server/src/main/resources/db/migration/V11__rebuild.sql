-- A catalog that is being made from its store, or brought up to it, and is not whole before that has ended: no server starts on it.
CREATE TABLE catalog_rebuild (
    only_row boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    kind     text        NOT NULL CHECK (kind IN ('REBUILD', 'RECONCILE')),
    begun_at timestamptz NOT NULL
);

-- Whether the catalog was made from the store alone, and nobody has said yet that it is right: until then nothing is removed.
ALTER TABLE instance ADD COLUMN unreviewed boolean NOT NULL DEFAULT false;

-- What a rebuild has read so far. Unlogged: after a crash it is read again. Empty at all other times.

-- Where each chunk lies, as the packs' own indexes say; the lists of segments are told from content.
CREATE UNLOGGED TABLE rebuild_place (
    id    bytea   NOT NULL,
    list  boolean NOT NULL,
    pack  bigint  NOT NULL,
    block integer NOT NULL,
    chunk integer NOT NULL
);
CREATE UNLOGGED TABLE rebuild_pack (number bigint PRIMARY KEY);
CREATE UNLOGGED TABLE rebuild_manifest (snapshot_id uuid PRIMARY KEY);
-- Of all state records of one subject and one kind of fact the newest.
CREATE UNLOGGED TABLE rebuild_fact (
    subject text   NOT NULL,
    fact    text   NOT NULL,
    number  bigint NOT NULL,
    payload bytea  NOT NULL,
    PRIMARY KEY (subject, fact)
);
