package io.graphkeep.bench.transfer;

import io.graphkeep.bench.process.Trees;
import io.graphkeep.client.SnapshotRef;
import java.io.OutputStream;
import java.nio.file.Path;

/** One large file that nothing makes smaller, beside as many bytes of a server that does nothing but send. */
final class DownloadPart implements Part {
    private static final String FILE = "random.bin";
    private static final double MB = 1e6;

    private final Site site;
    private final RawStream raw;
    private final Path stage;
    private final long bytes;
    private final Figures figures;
    private String graph = "";

    /** @param bytes whole MiB */
    DownloadPart(Site site, RawStream raw, Path stage, long bytes, Figures figures) {
        this.site = site;
        this.raw = raw;
        this.stage = stage;
        this.bytes = bytes;
        this.figures = figures;
    }

    @Override
    public void prepare() {
        var source = stage.resolve("random");
        RandomFiles.write(source.resolve(FILE), bytes, 1);
        graph = site.added(source);
        site.capture(graph);
        Trees.delete(source);
        read();
        raw.speed(bytes);
    }

    @Override
    public void round() {
        figures.add(Figure.RAW, raw.speed(bytes) / MB);
        figures.add(Figure.DOWNLOAD, bytes / read() / MB);
        var to = stage.resolve("pulled");
        var seconds = Site.timed(() -> site.client().pull(SnapshotRef.latest(graph), to));
        figures.add(Figure.PULL, bytes / seconds / MB);
        Trees.delete(to);
    }

    private double read() {
        return Site.timed(() -> site.client().read(SnapshotRef.latest(graph), FILE, OutputStream.nullOutputStream()));
    }
}
