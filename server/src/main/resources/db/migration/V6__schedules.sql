-- When each graph is captured by itself. A row is kept in step with the graph's policy, or with the server's defaults where the
-- policy says nothing; a graph without one is not captured by itself.
CREATE TABLE graph_schedule (
    graph_uid         uuid        PRIMARY KEY REFERENCES graph (uid) ON DELETE CASCADE,
    -- What is in force, defaults filled in: a message of the contract as JSON, and the time zone that it is read in.
    schedule          text        NOT NULL,
    time_zone         text        NOT NULL,
    -- Intervals are counted from here.
    anchor_at         timestamptz NOT NULL,
    -- The next run as the schedule names it, and with its jitter; null: never.
    planned_at        timestamptz,
    start_at          timestamptz,
    -- The newest run that was started, or that found another capture running.
    last_planned_at   timestamptz,
    last_run_at       timestamptz,
    last_operation_id uuid,
    -- How many runs in a row found another capture running.
    skipped           integer     NOT NULL DEFAULT 0,
    CHECK ((planned_at IS NULL) = (start_at IS NULL))
);
CREATE INDEX graph_schedule_due ON graph_schedule (start_at) WHERE start_at IS NOT NULL;
