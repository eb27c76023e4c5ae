package io.graphkeep.bench.compare;

import io.graphkeep.bench.process.GraphkeepServer;
import io.graphkeep.bench.process.Trees;
import io.graphkeep.corpus.Restart;
import java.nio.file.Path;
import java.util.List;

/** All cases of one tool, once, on a repository that begins empty. */
final class Round {
    /** A file that was written a moment ago is read again next time by those who are careful: all tools are let off that. */
    private static final long SETTLING_MILLIS = 2_500;

    private final Tool tool;
    private final Corpora corpora;
    private final Path source;
    private final Path restored;
    private final Results results;

    Round(Tool tool, Corpora corpora, Path stage, Results results) {
        this.tool = tool;
        this.corpora = corpora;
        this.source = stage.resolve("source");
        this.restored = stage.resolve("restored");
        this.results = results;
    }

    /**
     * The large corpus: each change follows on the one before.
     *
     * @param restarts how many captured restarts a last restore comes after; 0 for none
     */
    void lightRag(int restarts) {
        onFreshRepository(() -> {
            become(Case.FIRST);
            add(Case.FIRST, tool.snapshot(source));
            add(Case.UNCHANGED, tool.snapshot(source));
            restore(Case.RESTORED);
            check(Case.CHECKED);
            for (var change : List.of(Case.INSERTED, Case.EDITED, Case.BOTH, Case.DELETED)) {
                become(change);
                add(change, tool.snapshot(source));
            }
            check(Case.CHECKED_LATER);
            for (var restart = 1; restart <= restarts; restart++) {
                new Restart(restart).in(source);
                tool.snapshot(source);
            }
            if (restarts > 0) {
                restore(Case.RESTORED_LATER);
            }
        });
    }

    /** What a tool does first that has just been started. */
    void cold() {
        onFreshRepository(() -> {
            become(Case.FIRST);
            add(Case.FIRST_COLD, tool.snapshot(source));
        });
    }

    void restarted() {
        onFreshRepository(() -> {
            become(Case.RESTARTED);
            tool.snapshot(source);
            new Restart(1).in(source);
            GraphkeepServer.pause(SETTLING_MILLIS);
            add(Case.RESTARTED, tool.snapshot(source));
        });
    }

    void smallFiles() {
        onFreshRepository(() -> {
            become(Case.SMALL_FIRST);
            add(Case.SMALL_FIRST, tool.snapshot(source));
            add(Case.SMALL_UNCHANGED, tool.snapshot(source));
            restore(Case.SMALL_RESTORED);
        });
    }

    private void onFreshRepository(Runnable cases) {
        Trees.delete(source);
        Trees.delete(restored);
        tool.open();
        try {
            cases.run();
        } finally {
            tool.close();
            Trees.delete(source);
            Trees.delete(restored);
        }
    }

    private void become(Case state) {
        Trees.replace(corpora.state(state), source);
        GraphkeepServer.pause(SETTLING_MILLIS);
    }

    private void restore(Case done) {
        add(done, tool.restore(source, restored));
        Trees.delete(restored);
    }

    private void check(Case done) {
        if (tool.canCheck()) {
            add(done, tool.check());
        }
    }

    private void add(Case done, Measure measure) {
        results.add(tool.name(), done, measure);
        System.err.printf(
                "%-14s %-40s %7.3f s, %+9.1f MB%n",
                tool.name(), done.title(), measure.seconds(), measure.stored() / 1e6);
    }
}
