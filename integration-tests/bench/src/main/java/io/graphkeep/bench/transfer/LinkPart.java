package io.graphkeep.bench.transfer;

import io.graphkeep.bench.process.Trees;
import io.graphkeep.net.Direction;
import io.graphkeep.net.FaultProxy;
import io.graphkeep.net.Link;
import java.nio.file.Path;
import java.time.Duration;

/** A push of data that nothing makes smaller, over a link that is long and slow. */
final class LinkPart implements Part {
    private static final int MEGABITS = 100;
    private static final Duration DELAY = Duration.ofMillis(50);

    private final Site site;
    private final Path directory;
    private final long bytes;
    private final Corpora corpora;
    private final Figures figures;

    LinkPart(Site site, Path stage, long bytes, Corpora corpora, Figures figures) {
        this.site = site;
        this.directory = stage.resolve("link");
        this.bytes = bytes;
        this.corpora = corpora;
        this.figures = figures;
    }

    @Override
    public void round() {
        RandomFiles.write(directory.resolve("random.bin"), bytes, corpora.nextSeed());
        var link = Link.of(DELAY, MEGABITS);
        try (var proxy = FaultProxy.before(site.server().grpc(), link);
                var client = site.connect(proxy.address())) {
            var seconds = site.push(client, directory, site.pushed());
            figures.add(Figure.LINK, proxy.carried(Direction.TO_SERVER) / seconds / link.bytesPerSecond());
        }
        Trees.delete(directory);
    }
}
