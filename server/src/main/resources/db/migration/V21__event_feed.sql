-- A reader of the log goes by number alone, and must know of each gap whether it will ever be filled. So whoever takes a number
-- holds a lock until its transaction ends, shared with all who do: a gap stays open only as long as one of those is left who held
-- it when the gap was seen. Transaction ids would say the same, but start anew where a dump is brought back elsewhere, and are held
-- back by whatever else writes to the same PostgreSQL.
ALTER TABLE event ALTER COLUMN sequence DROP IDENTITY;
CREATE SEQUENCE event_number OWNED BY event.sequence;
SELECT setval('event_number', coalesce((SELECT max(sequence) FROM event), 0) + 1, false);
CREATE FUNCTION next_event_number() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(1734437990, 1);
    RETURN nextval('event_number');
END
$$;
ALTER TABLE event ALTER COLUMN sequence SET DEFAULT next_event_number();
ALTER TABLE event DROP COLUMN tx;

DROP INDEX event_by_graph;
CREATE INDEX event_by_graph ON event (graph_id, sequence) WHERE graph_id IS NOT NULL;

-- Which log this is, so that a cursor of a catalog that was made anew is known for what it is; and the highest number that was
-- ever forgotten.
CREATE TABLE event_log (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    id        uuid    NOT NULL DEFAULT gen_random_uuid(),
    forgotten bigint  NOT NULL DEFAULT 0
);
