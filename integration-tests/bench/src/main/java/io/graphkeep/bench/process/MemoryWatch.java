package io.graphkeep.bench.process;

import java.util.regex.Pattern;

/** Looks at a server's heap and direct memory twice a second while a case runs, and keeps the most that it saw. */
public final class MemoryWatch implements AutoCloseable {
    private static final long PAUSE_MILLIS = 500;
    private static final Pattern HEAP =
            Pattern.compile("^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} (\\S+)", Pattern.MULTILINE);
    private static final Pattern DIRECT =
            Pattern.compile("^jvm_buffer_memory_used_bytes\\{id=\"direct\"[^}]*} (\\S+)", Pattern.MULTILINE);

    private final GraphkeepServer server;
    private final Thread thread;
    private volatile boolean ended;
    private volatile long heap;
    private volatile long direct;

    private MemoryWatch(GraphkeepServer server) {
        this.server = server;
        this.thread = Thread.ofPlatform().daemon().unstarted(this::watch);
    }

    public static MemoryWatch of(GraphkeepServer server) {
        var watch = new MemoryWatch(server);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        while (!ended) {
            look();
            GraphkeepServer.pause(PAUSE_MILLIS);
        }
    }

    private synchronized void look() {
        var metrics = server.metrics();
        heap = Math.max(heap, sum(HEAP, metrics));
        direct = Math.max(direct, sum(DIRECT, metrics));
    }

    private static long sum(Pattern pattern, String metrics) {
        return pattern.matcher(metrics)
                .results()
                .mapToLong(found -> (long) Double.parseDouble(found.group(1)))
                .sum();
    }

    public long heap() {
        return heap;
    }

    public long direct() {
        return direct;
    }

    /** Looks once more, and ends. */
    @Override
    public void close() {
        ended = true;
        look();
    }
}
