package io.graphkeep.bench.transfer;

import io.graphkeep.corpus.LightRagFiles;
import io.graphkeep.corpus.LightRagGraph;
import java.nio.file.Path;

/** Directories like LightRAG's, no two of which have anything in common but the model's instructions. */
final class Corpora {
    private final Path stage;
    private long seed;

    Corpora(Path stage) {
        this.stage = stage;
    }

    /** A number that no other corpus has. */
    long nextSeed() {
        return ++seed;
    }

    Path next(long bytes) {
        var directory = stage.resolve("corpus-" + nextSeed());
        LightRagFiles.write(LightRagGraph.ofSize(bytes, seed), directory);
        return directory;
    }
}
