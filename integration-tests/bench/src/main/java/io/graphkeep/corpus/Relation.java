package io.graphkeep.corpus;

/** An edge of the graph. */
record Relation(Mentioned mentioned, Entity source, Entity target) {
    private static final int KEYWORDS = 3;

    String rowId() {
        return "rel-" + Seeds.hash(6, mentioned.id());
    }

    String keywords(Words words) {
        var random = Seeds.random(7, mentioned.id(), mentioned.edits());
        var keywords = new StringBuilder(words.word(random));
        for (var left = KEYWORDS; left > 0; left--) {
            keywords.append(',').append(words.word(random));
        }
        return keywords.toString();
    }
}
