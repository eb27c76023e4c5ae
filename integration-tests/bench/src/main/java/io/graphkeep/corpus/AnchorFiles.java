package io.graphkeep.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Which document and which chunk mentions what, in both directions. */
final class AnchorFiles {
    private final LightRagGraph graph;
    private final Path directory;

    AnchorFiles(LightRagGraph graph, Path directory) {
        this.graph = graph;
        this.directory = directory;
    }

    void write() throws IOException {
        fullEntities();
        fullRelations();
        try (var store = new KeyValueStore(directory, "entity_chunks")) {
            for (var entity : graph.entities()) {
                attribution(store, entity.name(), entity.mentioned());
            }
        }
        try (var store = new KeyValueStore(directory, "relation_chunks")) {
            for (var relation : graph.relations()) {
                attribution(
                        store,
                        relation.source().name() + "<SEP>" + relation.target().name(),
                        relation.mentioned());
            }
        }
    }

    private void fullEntities() throws IOException {
        try (var store = new KeyValueStore(directory, "full_entities")) {
            for (var document : graph.documents()) {
                var names = document.entities().stream().map(Entity::name).toList();
                store.begin(document.name());
                store.list("entity_names", names);
                store.field("count", names.size());
                store.end(document.name(), document.time(), document.time());
            }
        }
    }

    private void fullRelations() throws IOException {
        try (var store = new KeyValueStore(directory, "full_relations")) {
            for (var document : graph.documents()) {
                store.begin(document.name());
                store.literal("relation_pairs", pairs(document.relations()));
                store.field("count", document.relations().size());
                store.end(document.name(), document.time(), document.time());
            }
        }
    }

    private static String pairs(List<Relation> relations) {
        var out = new StringBuilder("[");
        var separator = "\n";
        for (var relation : relations) {
            out.append(separator).append("      [\n        ");
            JsonText.quote(out, relation.source().name());
            out.append(",\n        ");
            JsonText.quote(out, relation.target().name());
            out.append("\n      ]");
            separator = ",\n";
        }
        return out.append("\n    ]").toString();
    }

    private static void attribution(KeyValueStore store, String key, Mentioned mentioned) throws IOException {
        var chunks = mentioned.chunkIds();
        store.begin(key);
        store.list("chunk_ids", chunks);
        store.field("count", chunks.size());
        store.end(key, mentioned.first().time(), mentioned.last().time());
    }
}
