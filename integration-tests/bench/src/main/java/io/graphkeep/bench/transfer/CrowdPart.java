package io.graphkeep.bench.transfer;

import io.graphkeep.bench.process.MemoryWatch;
import io.graphkeep.bench.process.Trees;
import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.MessageStream;
import io.graphkeep.v1.WatchEventsRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many pushes of different graphs at once, each by a client of its own, beside streams on which nearly nothing happens. */
final class CrowdPart implements Part {
    private static final int STREAMS_PER_CLIENT = 10;
    private static final double MB = 1e6;

    private final Site site;
    private final Corpora corpora;
    private final int pushes;
    private final long bytesEach;
    private final int idle;
    private final Figures figures;

    CrowdPart(Site site, Corpora corpora, int pushes, long bytesEach, int idle, Figures figures) {
        this.site = site;
        this.corpora = corpora;
        this.pushes = pushes;
        this.bytesEach = bytesEach;
        this.idle = idle;
        this.figures = figures;
    }

    @Override
    public void round() throws Exception {
        var directories = new ArrayList<Path>();
        for (var i = 0; i < pushes; i++) {
            directories.add(corpora.next(bytesEach));
        }
        var clients = new ArrayList<GraphkeepClient>();
        var streams = new ArrayList<MessageStream<?>>();
        try {
            for (var i = 0; i < idle; i++) {
                if (i % STREAMS_PER_CLIENT == 0) {
                    clients.add(site.connect(site.server().grpc()));
                }
                streams.add(clients.getLast().monitoring().watchEvents(WatchEventsRequest.getDefaultInstance()));
            }
            push(directories);
        } finally {
            streams.forEach(MessageStream::close);
            clients.forEach(GraphkeepClient::close);
            directories.forEach(Trees::delete);
        }
    }

    private void push(List<Path> directories) throws Exception {
        var pushed = new ArrayList<Future<Double>>();
        var watch = MemoryWatch.of(site.server());
        try (watch;
                var threads = Executors.newFixedThreadPool(directories.size())) {
            for (var directory : directories) {
                var graph = site.pushed();
                pushed.add(threads.submit(() -> {
                    try (var client = site.connect(site.server().grpc())) {
                        return site.push(client, directory, graph);
                    }
                }));
            }
        }
        var seconds = new ArrayList<Double>();
        for (var each : pushed) {
            seconds.add(each.get());
        }
        seconds.sort(null);
        figures.add(Figure.CROWD_MEDIAN, seconds.get(seconds.size() / 2));
        figures.add(Figure.CROWD_SLOWEST, seconds.getLast());
        figures.add(Figure.CROWD_HEAP, watch.heap() / MB);
    }
}
