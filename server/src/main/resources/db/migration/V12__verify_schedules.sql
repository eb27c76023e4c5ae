-- A graph has a schedule for each thing that is done by itself: its captures, and the verification of its newest snapshot.
ALTER TABLE graph_schedule
    ADD COLUMN purpose text NOT NULL DEFAULT 'CAPTURE' CHECK (purpose IN ('CAPTURE', 'VERIFY'));
ALTER TABLE graph_schedule ALTER COLUMN purpose DROP DEFAULT;
ALTER TABLE graph_schedule DROP CONSTRAINT graph_schedule_pkey;
ALTER TABLE graph_schedule ADD PRIMARY KEY (graph_uid, purpose);
