-- Which cleanups do all that there is to do, not a part and not a plan of it: how cleanups stand is told from these alone.
CREATE TABLE whole_cleanup (
    operation_id uuid PRIMARY KEY REFERENCES operation (id) ON DELETE CASCADE
);

-- Of those that there are, the parameters tell: they say nothing, or only what lets them do more (allow_share, trust_clock).
INSERT INTO whole_cleanup
SELECT id FROM operation
WHERE kind = 'CLEANUP' AND encode(parameters, 'hex') ~ '^(29[0-9a-f]{16})?(4001)?$';
