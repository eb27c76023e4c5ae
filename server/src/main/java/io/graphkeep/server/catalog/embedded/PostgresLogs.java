package io.graphkeep.server.catalog.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The embedded database's log files: PostgreSQL begins a new one when the last is full, and the oldest are removed here, so
 * that they take some 32 MB of disk at most.
 */
final class PostgresLogs {
    static final String NAME_PATTERN = "postgres-%Y%m%d-%H%M%S.log";

    private static final int KEPT = 8;

    private final Path directory;

    PostgresLogs(Path directory) {
        this.directory = directory;
    }

    /** Oldest first: their names sort by time. */
    List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        try (var found = Files.newDirectoryStream(directory, "postgres-*.log")) {
            found.forEach(files::add);
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    void removeOldest() throws IOException {
        var files = files();
        for (var file : files.subList(0, Math.max(0, files.size() - KEPT))) {
            Files.deleteIfExists(file);
        }
    }
}
