package io.graphkeep.bench.transfer;

import io.graphkeep.bench.process.GraphkeepServer;
import io.graphkeep.bench.process.Trees;
import io.graphkeep.corpus.LightRagFiles;
import io.graphkeep.corpus.LightRagGraph;
import io.graphkeep.net.Direction;
import io.graphkeep.net.FaultProxy;
import io.graphkeep.net.Link;
import java.nio.file.Path;

/** Pushes of a directory of which the server has nearly everything, or everything: what goes over the wire, and how long it takes. */
final class LittleNewPart implements Part {
    private static final double EDITED = 0.001;
    /** Files this young are read again, since their times may stay the same through another change. */
    private static final long FRESH_MILLIS = 2500;

    private final Site site;
    private final Path stage;
    private final Path directory;
    private final LightRagGraph corpus;
    private final Figures figures;
    private String graph = "";

    LittleNewPart(Site site, Path stage, long bytes, long seed, Figures figures) {
        this.site = site;
        this.stage = stage;
        this.directory = stage.resolve("edited");
        this.corpus = LightRagGraph.ofSize(bytes, seed);
        this.figures = figures;
    }

    @Override
    public void prepare() {
        LightRagFiles.write(corpus, directory);
        graph = site.pushed();
        site.push(site.client(), directory, graph);
    }

    @Override
    public void round() {
        edit();
        var size = (double) Trees.bytes(directory);
        try (var proxy = FaultProxy.before(site.server().grpc(), Link.perfect());
                var client = site.connect(proxy.address())) {
            figures.add(Figure.EDITED_SECONDS, site.push(client, directory, graph));
            var sent = proxy.carried(Direction.TO_SERVER);
            var received = proxy.carried(Direction.TO_CLIENT);
            figures.add(Figure.EDITED_SENT, sent / size);
            figures.add(Figure.EDITED_RECEIVED, received / size);
            GraphkeepServer.pause(FRESH_MILLIS);
            site.push(client, directory, graph);
            sent = proxy.carried(Direction.TO_SERVER);
            received = proxy.carried(Direction.TO_CLIENT);
            site.push(client, directory, graph);
            figures.add(Figure.UNCHANGED_SENT, (proxy.carried(Direction.TO_SERVER) - sent) / size);
            figures.add(Figure.UNCHANGED_RECEIVED, (proxy.carried(Direction.TO_CLIENT) - received) / size);
        }
        figures.add(Figure.START, site.command("version"));
        figures.add(Figure.UNCHANGED_COMMAND, site.command("snapshot", "push", directory.toString(), "--graph", graph));
    }

    /** As LightRAG does it: every file is written anew. */
    private void edit() {
        var next = stage.resolve("next");
        corpus.edit(EDITED);
        LightRagFiles.write(corpus, next);
        Trees.replace(next, directory);
        Trees.delete(next);
    }
}
