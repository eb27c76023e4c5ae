-- How each component stood when the event log was told last: so that of several servers that see a change one tells it, and a server
-- that starts tells none that is old. The node is that of the server where a component is its own, and empty for a graph's.
CREATE TABLE told_health (
    component text        NOT NULL,
    node      text        NOT NULL,
    state     text        NOT NULL CHECK (state IN ('HEALTHY', 'UNKNOWN', 'DEGRADED', 'CRITICAL')),
    reason    text        NOT NULL,
    told_at   timestamptz NOT NULL,
    PRIMARY KEY (component, node)
);
