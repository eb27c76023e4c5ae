package io.graphkeep.corpus;

import java.util.ArrayList;
import java.util.List;

/**
 * An entity or a relation: what its description says follows from the documents that mention it, and from how often it was edited.
 *
 * <p>A document more or less changes the description, and with it the embedding, as it does in LightRAG.
 */
final class Mentioned {
    private static final int SUMMARISED_FROM = 5;
    private static final int FRAGMENT = 120;
    private static final int FRAGMENT_SPREAD = 160;

    /** Keeps what is made of an entity's number apart from what is made of a relation's. */
    private final long kind;

    private final int id;
    private final List<Document> documents = new ArrayList<>();
    private int edits;

    private Mentioned(long kind, int id) {
        this.kind = kind;
        this.id = id;
    }

    static Mentioned entity(int id) {
        return new Mentioned(0, id);
    }

    static Mentioned relation(int id) {
        return new Mentioned(1, id);
    }

    int id() {
        return id;
    }

    void mention(Document document) {
        if (!documents.contains(document)) {
            documents.add(document);
        }
    }

    /** Whether some document still mentions it. */
    boolean forget(Document document) {
        documents.remove(document);
        return !documents.isEmpty();
    }

    void edit() {
        edits++;
    }

    Document first() {
        return documents.getFirst();
    }

    Document last() {
        return documents.getLast();
    }

    int edits() {
        return edits;
    }

    List<String> chunkIds() {
        return documents.stream()
                .map(document -> document.chunkId((int) (Seeds.of(kind, id, document.id()) >>> 1) % 64))
                .toList();
    }

    List<String> filePaths() {
        return documents.stream().map(Document::filePath).toList();
    }

    /** Grows a new one with each document and each edit. */
    long content() {
        var seed = Seeds.of(kind, id, edits);
        for (var document : documents) {
            seed = Seeds.of(seed, document.id());
        }
        return seed;
    }

    String description(Words words) {
        var text = new StringBuilder();
        if (documents.size() >= SUMMARISED_FROM) {
            words.text(text, Seeds.random(content()), SUMMARISED_FROM * FRAGMENT);
            return text.toString().strip();
        }
        for (var document : documents) {
            var random = Seeds.random(kind, id, edits, document.id());
            text.append(text.isEmpty() ? "" : "<SEP>");
            words.text(text, random, FRAGMENT + random.nextInt(FRAGMENT_SPREAD));
            text.setLength(text.length() - 1);
        }
        return text.toString();
    }
}
