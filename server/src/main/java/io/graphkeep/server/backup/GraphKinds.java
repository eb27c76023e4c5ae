package io.graphkeep.server.backup;

import io.graphkeep.v1.GraphKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Tells by the names in a directory, without opening a file, which program has written it. */
final class GraphKinds {
    private static final int MOST_NAMES = 10_000;

    private GraphKinds() {}

    /** PLAIN where nothing else is certain. */
    static GraphKind look(Path directory) throws IOException {
        var names = names(directory);
        if (names.contains("kv_store_community_reports.json")) {
            return GraphKind.GRAPH_KIND_NANO_GRAPH_RAG;
        }
        if (names.contains("kv_store_doc_status.json") || names.contains("vdb_relationships.json")) {
            return GraphKind.GRAPH_KIND_LIGHT_RAG;
        }
        if (names.contains("entities.parquet") || names.contains("create_final_entities.parquet")) {
            return GraphKind.GRAPH_KIND_GRAPH_RAG;
        }
        return GraphKind.GRAPH_KIND_PLAIN;
    }

    private static Set<String> names(Path directory) throws IOException {
        var names = new HashSet<String>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
                if (names.size() == MOST_NAMES) {
                    break;
                }
            }
        }
        return names;
    }
}
