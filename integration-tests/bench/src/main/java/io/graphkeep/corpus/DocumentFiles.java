package io.graphkeep.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** What LightRAG keeps of documents: their texts, their chunks, and how far each has come. */
final class DocumentFiles {
    private static final int SUMMARY = 100;
    private static final int TOKENS = 1_200;

    private final LightRagGraph graph;
    private final Path directory;

    DocumentFiles(LightRagGraph graph, Path directory) {
        this.graph = graph;
        this.directory = directory;
    }

    void write() throws IOException {
        fullDocuments();
        textChunks();
        status();
    }

    private String text(Document document) {
        var text = new StringBuilder();
        for (var chunk = 0; chunk < document.chunks(); chunk++) {
            text.append(document.chunkText(graph.words(), chunk)).append("\n\n");
        }
        return text.toString().strip();
    }

    private void fullDocuments() throws IOException {
        try (var store = new KeyValueStore(directory, "full_docs")) {
            for (var document : graph.documents()) {
                store.begin(document.name());
                store.field("content", text(document));
                store.field("file_path", document.filePath());
                store.end(document.name(), document.time(), document.time());
            }
        }
    }

    private void textChunks() throws IOException {
        try (var store = new KeyValueStore(directory, "text_chunks")) {
            for (var document : graph.documents()) {
                for (var chunk = 0; chunk < document.chunks(); chunk++) {
                    store.begin(document.chunkId(chunk));
                    store.field("tokens", TOKENS);
                    store.field("content", document.chunkText(graph.words(), chunk));
                    store.field("chunk_order_index", chunk);
                    store.field("full_doc_id", document.name());
                    store.field("file_path", document.filePath());
                    store.list("llm_cache_list", CacheFile.keys(document, chunk));
                    store.end(document.chunkId(chunk), document.time(), document.time() + 1);
                }
            }
        }
    }

    private void status() throws IOException {
        try (var store = new KeyValueStore(directory, "doc_status")) {
            for (var document : graph.documents()) {
                var text = text(document);
                store.begin(document.name());
                store.field("status", "processed");
                store.field("chunks_count", document.chunks());
                store.list(
                        "chunks_list",
                        IntStream.range(0, document.chunks())
                                .mapToObj(document::chunkId)
                                .toList());
                store.field("content_summary", text.substring(0, SUMMARY) + "...");
                store.field("content_length", text.length());
                store.field("file_path", document.filePath());
                store.field(
                        "track_id",
                        "insert_" + document.time() + "_"
                                + Seeds.hash(8, document.id()).substring(0, 8));
                store.end(document.name(), document.time(), document.time() + 40);
            }
        }
    }
}
