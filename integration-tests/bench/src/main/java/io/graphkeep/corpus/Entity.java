package io.graphkeep.corpus;

/** A node of the graph. */
record Entity(Mentioned mentioned, String name, String type) {
    private static final String[] TYPES = {
        "person", "organization", "location", "event", "concept", "method", "artifact"
    };

    static Entity numbered(int id, Words words) {
        var random = Seeds.random(4, id);
        // The number keeps names apart, as LightRAG's are.
        return new Entity(Mentioned.entity(id), words.name(random) + " " + id, TYPES[random.nextInt(TYPES.length)]);
    }

    String rowId() {
        return "ent-" + Seeds.hash(5, mentioned.id());
    }
}
