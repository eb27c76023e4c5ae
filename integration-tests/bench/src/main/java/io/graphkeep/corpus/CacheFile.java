package io.graphkeep.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code kv_store_llm_response_cache.json}: each question in full, with the long instructions that all of them share, and its answer. */
final class CacheFile {
    private static final int INSTRUCTIONS = 6_000;
    private static final int ANSWER_LINE = 90;

    private final LightRagGraph graph;
    private final Path directory;
    private final String instructions;

    CacheFile(LightRagGraph graph, Path directory) {
        this.graph = graph;
        this.directory = directory;
        var text = new StringBuilder("---Role---\nYou are a Knowledge Graph Specialist.\n\n---Instructions---\n");
        graph.words().text(text, Seeds.random(9), INSTRUCTIONS);
        this.instructions = text.append("\n---Input Text---\n").toString();
    }

    static List<String> keys(Document document, int chunk) {
        return List.of(key(document, chunk, 0), key(document, chunk, 1));
    }

    private static String key(Document document, int chunk, int round) {
        return "default:extract:" + Seeds.hash(10, document.id(), chunk, round);
    }

    void write() throws IOException {
        try (var store = new KeyValueStore(directory, "llm_response_cache")) {
            for (var document : graph.asked()) {
                for (var chunk = 0; chunk < document.chunks(); chunk++) {
                    write(store, document, chunk, 0);
                    write(store, document, chunk, 1);
                }
            }
        }
    }

    private void write(KeyValueStore store, Document document, int chunk, int round) throws IOException {
        var key = key(document, chunk, round);
        store.begin(key);
        store.field("return", answer(document, chunk, round));
        store.field("cache_type", "extract");
        store.field("chunk_id", document.chunkId(chunk));
        store.field("original_prompt", instructions + document.chunkText(graph.words(), chunk));
        store.literal("queryparam", "null");
        store.end(key, document.time(), document.time());
    }

    private String answer(Document document, int chunk, int round) {
        var random = Seeds.random(11, document.id(), chunk, round);
        var answer = new StringBuilder();
        for (var entity : document.entities()) {
            answer.append("entity<|#|>")
                    .append(entity.name())
                    .append("<|#|>")
                    .append(entity.type())
                    .append("<|#|>");
            graph.words().text(answer, random, ANSWER_LINE);
            answer.append('\n');
        }
        for (var relation : document.relations()) {
            answer.append("relation<|#|>").append(relation.source().name()).append("<|#|>");
            answer.append(relation.target().name())
                    .append("<|#|>")
                    .append(graph.words().word(random))
                    .append("<|#|>");
            graph.words().text(answer, random, ANSWER_LINE);
            answer.append('\n');
        }
        return answer.append("<|COMPLETE|>").toString();
    }
}
