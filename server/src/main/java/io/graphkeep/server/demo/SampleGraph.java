package io.graphkeep.server.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A working directory as LightRAG leaves it after forty letters, a few megabytes; the same at each making. */
final class SampleGraph {
    private static final long SEED = 1823;
    private static final long WRITTEN = Instant.parse("2026-01-15T08:00:00Z").getEpochSecond();

    private final Path directory;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final SampleContent content = new SampleContent(random);

    private SampleGraph(Path directory) {
        this.directory = directory;
    }

    /** Writes it into a directory that is made for it. */
    static void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        var graph = new SampleGraph(directory);
        graph.writeTexts();
        graph.writeAttributions();
        graph.writeVectors();
        graph.file(
                "graph_chunk_entity_relation.graphml",
                GraphmlFile.text(graph.content.entities(), graph.content.relations()));
    }

    private void writeTexts() throws IOException {
        var documents = new LinkedHashMap<String, Object>();
        var statuses = new LinkedHashMap<String, Object>();
        var chunks = new LinkedHashMap<String, Object>();
        var cache = new LinkedHashMap<String, Object>();
        for (var document : content.documents()) {
            var text = document.text();
            documents.put(document.id(), entry(document.id(), Map.of("content", text, "file_path", document.file())));
            statuses.put(
                    document.id(),
                    entry(
                            document.id(),
                            Map.of(
                                    "status",
                                    "processed",
                                    "chunks_list",
                                    document.chunks().stream()
                                            .map(SampleContent.Chunk::id)
                                            .toList(),
                                    "content_length",
                                    text.length(),
                                    "file_path",
                                    document.file())));
            for (var chunk : document.chunks()) {
                chunks.put(
                        chunk.id(),
                        entry(
                                chunk.id(),
                                Map.of(
                                        "content",
                                        chunk.text(),
                                        "chunk_order_index",
                                        chunk.order(),
                                        "full_doc_id",
                                        document.id())));
                cache.put(
                        "default:extract:" + chunk.id().substring("chunk-".length()),
                        entry(chunk.id(), Map.of("return", extraction(chunk), "cache_type", "extract")));
            }
        }
        file("kv_store_full_docs.json", JsonText.indented(documents));
        file("kv_store_text_chunks.json", JsonText.indented(chunks));
        file("kv_store_doc_status.json", JsonText.indented(statuses));
        file("kv_store_llm_response_cache.json", JsonText.indented(cache));
    }

    private void writeAttributions() throws IOException {
        var entities = new LinkedHashMap<String, Object>();
        var entityChunks = new LinkedHashMap<String, Object>();
        for (var document : content.documents()) {
            var names = document.chunks().stream()
                    .flatMap(chunk -> chunk.mentions().stream())
                    .map(SampleContent.Entity::name)
                    .distinct()
                    .toList();
            entities.put(document.id(), entry(document.id(), Map.of("entity_names", names, "count", names.size())));
        }
        for (var entity : content.entities()) {
            var ids = content.chunks().stream()
                    .filter(chunk -> chunk.mentions().contains(entity))
                    .map(SampleContent.Chunk::id)
                    .toList();
            entityChunks.put(entity.name(), entry(entity.name(), Map.of("chunk_ids", ids, "count", ids.size())));
        }
        var relations = new LinkedHashMap<String, Object>();
        var relationChunks = new LinkedHashMap<String, Object>();
        for (var relation : content.relations()) {
            var key = relation.source().name() + "<SEP>" + relation.target().name();
            relations.put(key, entry(key, Map.of("description", relation.description())));
            relationChunks.put(key, entry(key, Map.of("keywords", relation.keywords(), "count", 1)));
        }
        file("kv_store_full_entities.json", JsonText.indented(entities));
        file("kv_store_entity_chunks.json", JsonText.indented(entityChunks));
        file("kv_store_full_relations.json", JsonText.indented(relations));
        file("kv_store_relation_chunks.json", JsonText.indented(relationChunks));
    }

    private void writeVectors() throws IOException {
        var entities = new VectorFile(random);
        content.entities()
                .forEach(entity -> entities.add(
                        "ent-" + id(entity.name()),
                        WRITTEN,
                        Map.of("entity_name", entity.name(), "content", entity.description())));
        file("vdb_entities.json", entities.text());
        var relations = new VectorFile(random);
        for (var relation : content.relations()) {
            relations.add(
                    "rel-" + id(relation.description()),
                    WRITTEN,
                    Map.of(
                            "src_id", relation.source().name(),
                            "tgt_id", relation.target().name(),
                            "content", relation.description()));
        }
        file("vdb_relationships.json", relations.text());
        var chunks = new VectorFile(random);
        content.chunks().forEach(chunk -> chunks.add(chunk.id(), WRITTEN, Map.of("content", chunk.text())));
        file("vdb_chunks.json", chunks.text());
    }

    private static String extraction(SampleContent.Chunk chunk) {
        return String.join(
                "\n",
                chunk.mentions().stream()
                        .map(entity -> "entity<|#|>" + entity.name() + "<|#|>" + entity.type() + "<|#|>"
                                + entity.description())
                        .toList());
    }

    private static Map<String, Object> entry(String id, Map<String, Object> fields) {
        var entry = new LinkedHashMap<String, Object>();
        // The order of Map.of changes from run to run, and the sample is to be the same at each making.
        entry.putAll(new TreeMap<>(fields));
        entry.put("create_time", WRITTEN);
        entry.put("update_time", WRITTEN);
        entry.put("_id", id);
        return entry;
    }

    private static String id(String name) {
        return "%08x".formatted(name.hashCode());
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
