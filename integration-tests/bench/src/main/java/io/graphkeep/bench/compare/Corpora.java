package io.graphkeep.bench.compare;

import io.graphkeep.corpus.LightRagFiles;
import io.graphkeep.corpus.LightRagGraph;
import io.graphkeep.corpus.SmallFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The states of the corpora, written once, outside the tmpfs: each round copies them in, in the way in which LightRAG writes. */
final class Corpora {
    private static final long SEED = 1;
    private static final int WARM_UPS = 3;
    /** What a server works on before it is measured is so much smaller. */
    private static final int WARM_UP_SHARE = 5;

    private final Map<Case, Path> states = new EnumMap<>(Case.class);
    private final List<Path> warmUps = new ArrayList<>();

    private Corpora() {}

    /** Writes all of them; each state of the large one follows from the one before. */
    static Corpora write(Path directory, long bytes, long restartedBytes, int smallFiles) {
        var corpora = new Corpora();
        var graph = LightRagGraph.ofSize(bytes, SEED);
        corpora.keep(Case.FIRST, graph, directory);
        graph.insertDocuments(0.02);
        corpora.keep(Case.INSERTED, graph, directory);
        graph.edit(0.001);
        corpora.keep(Case.EDITED, graph, directory);
        graph.edit(0.01);
        graph.insertDocuments(0.01);
        corpora.keep(Case.BOTH, graph, directory);
        graph.deleteDocuments(0.001);
        corpora.keep(Case.DELETED, graph, directory);
        corpora.keep(Case.RESTARTED, LightRagGraph.ofSize(restartedBytes, SEED), directory);
        for (var warmUp = 1; warmUp <= WARM_UPS; warmUp++) {
            var to = directory.resolve("warm-up-" + warmUp);
            LightRagFiles.write(LightRagGraph.ofSize(bytes / WARM_UP_SHARE, SEED + warmUp), to);
            corpora.warmUps.add(to);
        }
        var smallWarmUp = directory.resolve("warm-up-small");
        SmallFiles.write(smallWarmUp, smallFiles / WARM_UP_SHARE, SEED + 1);
        corpora.warmUps.add(smallWarmUp);
        var small = directory.resolve("small");
        SmallFiles.write(small, smallFiles, SEED);
        corpora.states.put(Case.SMALL_FIRST, small);
        return corpora;
    }

    private void keep(Case state, LightRagGraph graph, Path directory) {
        var to = directory.resolve(state.name());
        LightRagFiles.write(graph, to);
        states.put(state, to);
    }

    /** Graphs that share nothing with the states, nor with each other. */
    List<Path> warmUps() {
        return List.copyOf(warmUps);
    }

    Path state(Case state) {
        var path = states.get(state);
        if (path == null) {
            throw new IllegalArgumentException("There is no state " + state);
        }
        return path;
    }
}
