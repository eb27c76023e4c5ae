package io.graphkeep.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writes all files of a graph's working directory, each whole, as every flush of LightRAG does. */
public final class LightRagFiles {
    private final LightRagGraph graph;
    private final Words words;
    private final Path directory;

    private LightRagFiles(LightRagGraph graph, Path directory) {
        this.graph = graph;
        this.words = graph.words();
        this.directory = directory;
    }

    /** Writes the graph as it is now; the directory is made where it is not there. */
    public static void write(LightRagGraph graph, Path directory) {
        var files = new LightRagFiles(graph, directory);
        try (var threads = Executors.newFixedThreadPool(2)) {
            Files.createDirectories(directory);
            var steps = List.<Callable<Path>>of(
                    files::relationships, files::entities, files::chunks, files::texts, files::graph);
            for (var step : threads.invokeAll(steps)) {
                finish(step);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void finish(Future<Path> step) throws IOException, InterruptedException {
        try {
            step.get();
        } catch (ExecutionException failed) {
            throw new IOException("The corpus could not be written: " + failed.getCause(), failed);
        }
    }

    private Path relationships() throws IOException {
        try (var store = new VectorStore(directory, "relationships")) {
            for (var relation : graph.relations()) {
                var mentioned = relation.mentioned();
                store.begin(
                        relation.rowId(),
                        mentioned.last().time(),
                        mentioned.last().id());
                store.field("src_id", relation.source().name());
                store.field("tgt_id", relation.target().name());
                store.field(
                        "content",
                        relation.keywords(words) + "\t" + relation.source().name() + "\n"
                                + relation.target().name() + "\n" + mentioned.description(words));
                origin(store, mentioned);
                store.end(mentioned.content());
            }
        }
        return directory;
    }

    private Path entities() throws IOException {
        try (var store = new VectorStore(directory, "entities")) {
            for (var entity : graph.entities()) {
                var mentioned = entity.mentioned();
                store.begin(
                        entity.rowId(),
                        mentioned.last().time(),
                        mentioned.last().id());
                store.field("entity_name", entity.name());
                store.field("content", entity.name() + "\n" + mentioned.description(words));
                origin(store, mentioned);
                store.end(mentioned.content());
            }
        }
        return directory;
    }

    private static void origin(VectorStore store, Mentioned mentioned) {
        store.field("source_id", String.join("<SEP>", mentioned.chunkIds()));
        store.field("file_path", String.join("<SEP>", mentioned.filePaths()));
    }

    private Path chunks() throws IOException {
        try (var store = new VectorStore(directory, "chunks")) {
            for (var document : graph.documents()) {
                for (var chunk = 0; chunk < document.chunks(); chunk++) {
                    store.begin(document.chunkId(chunk), document.time(), document.id());
                    store.field("full_doc_id", document.name());
                    store.field("content", document.chunkText(words, chunk));
                    store.field("file_path", document.filePath());
                    store.end(document.chunkSeed(chunk));
                }
            }
        }
        return directory;
    }

    private Path texts() throws IOException {
        new DocumentFiles(graph, directory).write();
        new AnchorFiles(graph, directory).write();
        new CacheFile(graph, directory).write();
        return directory;
    }

    private Path graph() throws IOException {
        new GraphMl(graph).write(directory);
        return directory;
    }
}
