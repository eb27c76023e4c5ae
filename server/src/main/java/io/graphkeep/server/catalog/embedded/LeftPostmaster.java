package io.graphkeep.server.catalog.embedded;

import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The postmaster that a killed server has left behind, as its pid file tells.
 *
 * <p>A pid alone says nothing: it may have been given to another process since. Ours is the one that runs PostgreSQL's
 * program in our data directory; it is stopped. Of any other only the file is removed, since PostgreSQL would take its
 * pid for a running postmaster for as long as that process lives.
 */
final class LeftPostmaster {
    private LeftPostmaster() {}

    static void clear(Path data) {
        var file = data.resolve("postmaster.pid");
        try {
            if (!Files.exists(file)) {
                return;
            }
            var pid = pid(file);
            if (isOurs(pid, data) && !stop(pid)) {
                throw new StartRefused("The database process " + pid + " of an earlier server holds " + data
                        + " and does not end: kill it by hand.");
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StartRefused("What an earlier server left in " + file + " could not be cleared: " + e, e);
        }
    }

    private static long pid(Path file) throws IOException {
        var first = Files.readString(file).lines().findFirst().orElse("").strip();
        try {
            return Long.parseLong(first);
        } catch (NumberFormatException e) {
            // Written in part when the power went: it names no process.
            return 0;
        }
    }

    private static boolean isOurs(long pid, Path data) {
        var process = Path.of("/proc", String.valueOf(pid));
        try {
            var program =
                    Files.readSymbolicLink(process.resolve("exe")).getFileName().toString();
            return program.replace(" (deleted)", "").equals("postgres")
                    && Files.readSymbolicLink(process.resolve("cwd")).equals(data.toRealPath());
        } catch (IOException e) {
            // It has ended, or belongs to someone else: not ours either way.
            return false;
        }
    }

    private static boolean stop(long pid) {
        try {
            var process = ProcessHandle.of(pid);
            return process.isEmpty() || Signal.end(process.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefused("The start was interrupted.", e);
        }
    }
}
