-- What a graph's snapshots hold together, as it was added up for these snapshots. Any server may write it anew.
CREATE TABLE graph_usage (
    graph_uid    uuid   PRIMARY KEY REFERENCES graph (uid) ON DELETE CASCADE,
    snapshots    text   NOT NULL,
    unique_bytes bigint NOT NULL
);
