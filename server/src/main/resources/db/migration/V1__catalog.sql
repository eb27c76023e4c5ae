-- The catalog of one instance. Enums are text with a CHECK; instants are timestamptz; ids of the server's making are UUIDs of version 7.

CREATE TABLE instance (
    only_row    boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    id          uuid        NOT NULL,
    -- The n of the newest owner/<n> in the store: raised at each start and sweep.
    generation  bigint      NOT NULL DEFAULT 0,
    -- The collector's own counter: what "before" and "after" mean to garbage collection, where time is never the judge.
    collector_epoch bigint  NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL
);

-- A running server process: who claims operations and holds sessions.
CREATE TABLE process (
    id          uuid        PRIMARY KEY,
    -- Names the home that it runs on: who holds that home's lock knows that every earlier process of it is dead.
    home        uuid        NOT NULL,
    node        text        NOT NULL,
    pid         bigint      NOT NULL,
    version     text        NOT NULL,
    started_at  timestamptz NOT NULL,
    lease_until timestamptz NOT NULL,
    ended_at    timestamptz
);

CREATE TABLE graph (
    uid             uuid        PRIMARY KEY,
    id              text        NOT NULL CHECK (id ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    state           text        NOT NULL CHECK (state IN ('ACTIVE', 'DELETING')),
    role            text        NOT NULL CHECK (role IN ('PRIMARY', 'REPLICA', 'FENCED')),
    kind            text        NOT NULL,
    source          text        NOT NULL CHECK (source IN ('DIRECTORY', 'PUSHED')),
    source_path     text,
    source_node     text,
    source_excludes text[]      NOT NULL DEFAULT '{}',
    one_file_system boolean     NOT NULL DEFAULT false,
    description     text        NOT NULL DEFAULT '',
    policy          jsonb       NOT NULL DEFAULT '{}',
    labels          jsonb       NOT NULL DEFAULT '{}',
    epoch           bigint      NOT NULL DEFAULT 1,
    origin_instance uuid        NOT NULL,
    origin_graph    uuid        NOT NULL,
    version         bigint      NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL,
    created_by      text        NOT NULL,
    updated_at      timestamptz NOT NULL,
    CHECK ((source = 'DIRECTORY') = (source_path IS NOT NULL)),
    CHECK ((source = 'DIRECTORY') = (source_node IS NOT NULL))
);
CREATE UNIQUE INDEX graph_by_id ON graph (id);
CREATE UNIQUE INDEX graph_by_origin ON graph (origin_instance, origin_graph);

CREATE TABLE operation (
    id               uuid        PRIMARY KEY,
    kind             text        NOT NULL,
    state            text        NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    graph_uid        uuid,
    graph_id         text,
    snapshot_id      uuid,
    -- The node that alone can run it, because it alone sees the directory; null where any can.
    node             text,
    parameters       bytea       NOT NULL,
    checkpoint       bytea,
    -- Raised by each claim; every later write of the claimer names it, so that a server which lost its lease changes nothing.
    attempt          integer     NOT NULL DEFAULT 0,
    process_id       uuid        REFERENCES process (id),
    lease_until      timestamptz,
    not_before       timestamptz NOT NULL,
    cancel_requested boolean     NOT NULL DEFAULT false,
    bytes_done       bigint      NOT NULL DEFAULT 0,
    bytes_total      bigint      NOT NULL DEFAULT 0,
    files_done       bigint      NOT NULL DEFAULT 0,
    files_total      bigint      NOT NULL DEFAULT 0,
    step             text        NOT NULL DEFAULT '',
    result           bytea,
    error            bytea,
    version          bigint      NOT NULL DEFAULT 1,
    created_at       timestamptz NOT NULL,
    created_by       text        NOT NULL,
    started_at       timestamptz,
    ended_at         timestamptz,
    CHECK ((state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (ended_at IS NOT NULL))
);
CREATE INDEX operation_to_claim ON operation (not_before) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX operation_by_graph ON operation (graph_uid, id);
CREATE INDEX operation_ended ON operation (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX operation_by_process ON operation (process_id) WHERE state = 'RUNNING';
CREATE UNIQUE INDEX operation_one_capture ON operation (graph_uid) WHERE kind = 'CAPTURE' AND state IN ('QUEUED', 'RUNNING');

-- A writer, reader or compactor of the store. What an OPEN session was opened before is not swept.
CREATE TABLE session (
    id           uuid        PRIMARY KEY,
    kind         text        NOT NULL CHECK (kind IN ('WRITE', 'READ', 'COMPACT')),
    state        text        NOT NULL CHECK (state IN ('OPEN', 'COMMITTED', 'CLOSED', 'ABORTED')),
    opened_epoch bigint      NOT NULL,
    process_id   uuid        REFERENCES process (id),
    graph_uid    uuid,
    operation_id uuid,
    attempt      integer     NOT NULL DEFAULT 0,
    lease_until  timestamptz NOT NULL,
    opened_at    timestamptz NOT NULL,
    ended_at     timestamptz
);
CREATE INDEX session_open ON session (opened_epoch) WHERE state = 'OPEN';
CREATE INDEX session_by_process ON session (process_id) WHERE state = 'OPEN';

-- A stored object of many blocks. INTENT: announced by a session before its bytes are put; the session's commit makes it LIVE.
CREATE TABLE pack (
    number          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id              uuid        NOT NULL UNIQUE,
    kind            text        NOT NULL CHECK (kind IN ('DATA', 'METADATA')),
    state           text        NOT NULL CHECK (state IN ('INTENT', 'LIVE', 'CONDEMNED', 'DELETING', 'TOMBSTONE')),
    condemned_epoch bigint,
    session_id      uuid        NOT NULL REFERENCES session (id),
    size            bigint,
    blocks          integer,
    created_at      timestamptz NOT NULL,
    verified_at     timestamptz,
    CHECK ((state = 'CONDEMNED') <= (condemned_epoch IS NOT NULL))
);
CREATE INDEX pack_by_session ON pack (session_id) WHERE state = 'INTENT';
CREATE INDEX pack_not_live ON pack (condemned_epoch) WHERE state IN ('CONDEMNED', 'DELETING', 'TOMBSTONE');

-- A list of chunks, and where they lie. It counts once the session that staged it has committed; two sessions that stage the
-- same list make two rows, and either serves.
CREATE TABLE segment (
    number          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY CHECK (number < 4294967296),
    id              bytea       NOT NULL CHECK (octet_length(id) = 32),
    state           text        NOT NULL CHECK (state IN ('LIVE', 'CONDEMNED')) DEFAULT 'LIVE',
    condemned_epoch bigint,
    session_id      uuid        NOT NULL REFERENCES session (id),
    bytes           bigint      NOT NULL,
    chunks          integer     NOT NULL,
    damaged         boolean     NOT NULL DEFAULT false,
    locator         bytea       NOT NULL,
    -- The packs that the locator names: what a pack's sweep and compaction look for.
    packs           bigint[]    NOT NULL
);
CREATE INDEX segment_by_id ON segment USING hash (id);
CREATE INDEX segment_by_pack ON segment USING gin (packs);

CREATE TABLE snapshot (
    id              uuid        PRIMARY KEY,
    graph_uid       uuid        NOT NULL REFERENCES graph (uid),
    state           text        NOT NULL CHECK (state IN ('CREATING', 'COMPLETED', 'PARTIAL', 'CORRUPT', 'UNCONFIRMED', 'DELETING')),
    consistency     text        NOT NULL CHECK (consistency IN ('STOPPED', 'QUIESCED', 'FUZZY')),
    soundness       text        CHECK (soundness IN ('SOUND', 'SUSPECT', 'BROKEN')),
    session_id      uuid        NOT NULL REFERENCES session (id),
    operation_id    uuid,
    parent_id       uuid,
    origin_instance uuid        NOT NULL,
    epoch           bigint      NOT NULL,
    cut_at          timestamptz NOT NULL,
    created_at      timestamptz NOT NULL,
    created_by      text        NOT NULL,
    committed_at    timestamptz,
    taken_for       text        NOT NULL DEFAULT 'MANUAL' CHECK (taken_for IN
                        ('MANUAL', 'SCHEDULED', 'PUSHED', 'REPLICATED', 'RECOVERY_POINT', 'FAILOVER')),
    description     text        NOT NULL DEFAULT '',
    manifest_digest bytea       CHECK (octet_length(manifest_digest) = 32),
    -- The numbers of the segments that it refers to, tree included, as a RoaringBitmap in its portable form.
    segments        bytea,
    logical_bytes   bigint      NOT NULL DEFAULT 0,
    new_bytes       bigint      NOT NULL DEFAULT 0,
    stored_bytes    bigint      NOT NULL DEFAULT 0,
    files           bigint      NOT NULL DEFAULT 0,
    directories     bigint      NOT NULL DEFAULT 0,
    symlinks        bigint      NOT NULL DEFAULT 0,
    skipped         bigint      NOT NULL DEFAULT 0,
    unreadable      bigint      NOT NULL DEFAULT 0,
    changed         bigint      NOT NULL DEFAULT 0,
    -- All counts of the capture, as a message of the contract; the columns above are what the catalog itself looks at.
    counts          bytea,
    state_reason    text        NOT NULL DEFAULT '',
    verified_level  text        CHECK (verified_level IN ('CATALOG', 'PRESENCE', 'CONTENT', 'SEMANTIC')),
    verified_at     timestamptz,
    labels          jsonb       NOT NULL DEFAULT '{}',
    hold_reason     text,
    hold_by         text,
    hold_since      timestamptz,
    hold_until      timestamptz,
    expire_at       timestamptz,
    expire_rule     text,
    version         bigint      NOT NULL DEFAULT 1,
    CHECK ((state IN ('CREATING')) OR (manifest_digest IS NOT NULL AND segments IS NOT NULL)),
    CHECK ((hold_reason IS NULL) = (hold_since IS NULL))
);
CREATE INDEX snapshot_by_graph ON snapshot (graph_uid, id);
CREATE INDEX snapshot_by_cut ON snapshot (graph_uid, cut_at DESC, id DESC) WHERE state = 'COMPLETED';
CREATE INDEX snapshot_unsettled ON snapshot (state) WHERE state IN ('CREATING', 'DELETING');

-- What the store must be told that only the catalog knows otherwise: written in the transaction that makes it true, put into the
-- store before the answer, and put again by a start that finds it missing.
CREATE TABLE state_record (
    number     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject    text        NOT NULL,
    payload    bytea       NOT NULL,
    created_at timestamptz NOT NULL,
    put_at     timestamptz
);
CREATE INDEX state_record_missing ON state_record (number) WHERE put_at IS NULL;

-- The old content that a restore in place has set aside, until it is released.
CREATE TABLE restore (
    operation_id uuid        PRIMARY KEY,
    graph_uid    uuid        NOT NULL,
    snapshot_id  uuid        NOT NULL,
    node         text        NOT NULL,
    destination  text        NOT NULL,
    aside_path   text,
    swap         text        NOT NULL CHECK (swap IN ('FRESH', 'EXCHANGED', 'RENAMED', 'JOURNALLED')),
    finished_at  timestamptz NOT NULL,
    release_at   timestamptz,
    released_at  timestamptz
);
CREATE INDEX restore_kept ON restore (release_at) WHERE released_at IS NULL AND aside_path IS NOT NULL;

CREATE TABLE token (
    id         uuid        PRIMARY KEY,
    name       text        NOT NULL,
    hash       bytea       NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    role       text        NOT NULL CHECK (role IN ('MONITOR', 'READER', 'AGENT', 'PEER', 'OPERATOR', 'ADMIN')),
    -- Graph ids or prefix*; empty means every graph.
    scopes     text[]      NOT NULL DEFAULT '{}',
    bootstrap  boolean     NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    created_by text        NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz
);
-- Of several servers that start at once on an empty catalog only one makes the first admin token.
CREATE UNIQUE INDEX token_one_bootstrap ON token (bootstrap) WHERE bootstrap AND revoked_at IS NULL;

-- The answers of changes, for a caller who asks again.
CREATE TABLE answered_request (
    principal  text        NOT NULL,
    method     text        NOT NULL,
    request_id text        NOT NULL,
    digest     bytea       NOT NULL,
    answer     bytea,
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (principal, method, request_id)
);
CREATE INDEX answered_request_by_age ON answered_request (answered_at);

-- The append-only log behind WatchEvents, the dashboard and the audit. Identity columns commit out of order, so a reader reads
-- below the horizon of running transactions, which it knows by tx.
CREATE TABLE event (
    sequence          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tx                xid8        NOT NULL DEFAULT pg_current_xact_id(),
    at                timestamptz NOT NULL,
    kind              text        NOT NULL,
    severity          text        NOT NULL CHECK (severity IN ('INFO', 'NOTICE', 'WARNING', 'ERROR', 'CRITICAL')),
    graph_uid         uuid,
    graph_id          text,
    snapshot_id       uuid,
    target_id         uuid,
    recovery_point_id uuid,
    failover_id       uuid,
    operation_id      uuid,
    actor             text        NOT NULL,
    sentence          text        NOT NULL,
    details           jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX event_by_tx ON event (tx, sequence);
CREATE INDEX event_by_time ON event (at);
CREATE INDEX event_by_graph ON event (graph_uid, sequence);
