package io.graphkeep.corpus;

import java.util.List;

/**
 * A document as LightRAG keeps it: cut into chunks of some 1,200 tokens, with the entities and relations found in them.
 *
 * @param entities mentioned in it, new and old ones
 * @param relations mentioned in it
 */
record Document(int id, List<Entity> entities, List<Relation> relations) {
    private static final long FIRST_TIME = 1_760_000_000L;
    private static final long SECONDS_EACH = 47;
    private static final int CHUNK = 4_700;

    String name() {
        return "doc-" + Seeds.hash(1, id);
    }

    String filePath() {
        return "report-" + id + ".md";
    }

    long time() {
        return FIRST_TIME + id * SECONDS_EACH;
    }

    /** Every other document has two. */
    int chunks() {
        return 1 + id % 2;
    }

    String chunkId(int chunk) {
        return "chunk-" + Seeds.hash(2, id, chunk % chunks());
    }

    long chunkSeed(int chunk) {
        return Seeds.of(3, id, chunk);
    }

    String chunkText(Words words, int chunk) {
        var random = Seeds.random(chunkSeed(chunk));
        var text = new StringBuilder();
        while (text.length() < CHUNK) {
            words.text(text, random, 500 + random.nextInt(400));
            text.setLength(text.length() - 1);
            text.append("\n\n");
        }
        return text.toString().strip();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Document document && document.id == id;
    }

    @Override
    public int hashCode() {
        return id;
    }
}
