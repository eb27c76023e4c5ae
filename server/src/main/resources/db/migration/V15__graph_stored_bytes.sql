-- What the graph's share of the packs that it lies in takes, added up with what it holds. All of this can be added up anew.
DELETE FROM graph_usage;
ALTER TABLE graph_usage ADD COLUMN stored_bytes bigint NOT NULL;
