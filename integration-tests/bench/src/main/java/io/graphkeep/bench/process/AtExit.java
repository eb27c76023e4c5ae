package io.graphkeep.bench.process;

import java.nio.file.Path;

/** What is tidied up when a benchmark ends, also when it is broken off. */
public final class AtExit {
    private AtExit() {}

    /** Ends all processes that were started, and then deletes these directories. */
    public static void delete(Path... directories) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // What was started last may still run when this is broken off: it is ended before its files go.
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
            ProcessHandle.current().descendants().forEach(each -> each.onExit().join());
            for (var directory : directories) {
                Trees.delete(directory);
            }
        }));
    }
}
