package io.graphkeep.bench.transfer;

import io.graphkeep.bench.process.Trees;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/** Data of which the store has nothing, in each of the three ways in which a snapshot comes about: other data of the same kind each. */
final class NewDataPart implements Part {
    private static final int WARM_UPS = 2;
    private static final int WARM_UP_SHARE = 4;
    private static final double MB = 1e6;

    private final Site site;
    private final Corpora corpora;
    private final long bytes;
    private final Figures figures;

    NewDataPart(Site site, Corpora corpora, long bytes, Figures figures) {
        this.site = site;
        this.corpora = corpora;
        this.bytes = bytes;
        this.figures = figures;
    }

    /** The server and this process have worked for a while before they are measured. */
    @Override
    public void prepare() {
        for (var again = 0; again < WARM_UPS; again++) {
            measure(bytes / WARM_UP_SHARE, new Figures());
        }
    }

    @Override
    public void round() {
        measure(bytes, figures);
    }

    private void measure(long size, Figures into) {
        measure(Figure.CAPTURE, size, into, directory -> site.capture(site.added(directory)));
        measure(Figure.PUSH, size, into, directory -> site.push(site.client(), directory, site.pushed()));
        measure(Figure.UPLOAD, size, into, directory -> site.upload(directory, site.pushed()));
    }

    private void measure(Figure figure, long size, Figures into, ToDoubleFunction<Path> seconds) {
        var directory = corpora.next(size);
        into.add(figure, Trees.bytes(directory) / seconds.applyAsDouble(directory) / MB);
        Trees.delete(directory);
    }
}
