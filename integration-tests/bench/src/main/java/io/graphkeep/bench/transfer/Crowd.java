package io.graphkeep.bench.transfer;

import io.graphkeep.bench.process.MemoryWatch;
import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.MessageStream;
import io.graphkeep.corpus.LightRagFiles;
import io.graphkeep.corpus.LightRagGraph;
import io.graphkeep.v1.WatchEventsRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many pushes of different graphs at once, each by a client of its own, beside streams on which nothing happens. */
final class Crowd {
    private static final int STREAMS_PER_CLIENT = 10;

    private final Site site;
    private final Path stage;
    private final List<Double> seconds = new ArrayList<>();
    private long heap;

    Crowd(Site site, Path stage) {
        this.site = site;
        this.stage = stage;
    }

    void run(int pushes, long bytesEach, int idle, long seed) throws Exception {
        var directories = new ArrayList<Path>();
        for (var i = 0; i < pushes; i++) {
            var directory = stage.resolve("crowd-" + seed + "-" + i);
            LightRagFiles.write(LightRagGraph.ofSize(bytesEach, seed + i), directory);
            directories.add(directory);
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
        for (var each : pushed) {
            seconds.add(each.get());
        }
        seconds.sort(null);
        heap = watch.heap();
    }

    double median() {
        return (seconds.get((seconds.size() - 1) / 2) + seconds.get(seconds.size() / 2)) / 2;
    }

    double slowest() {
        return seconds.getLast();
    }

    long heap() {
        return heap;
    }
}
