package io.graphkeep.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A store's files held against its catalog, past the server: whether there is anything that no snapshot needs, or anything
 * missing that one does.
 *
 * <p>For a moment at which nothing runs, after a cleanup.
 */
final class StoreAudit {
    /** What must be empty then, each with the query that names what is not. */
    private static final Map<String, String> NOTHING = new TreeMap<>(Map.of(
            "open sessions", "SELECT kind || ' ' || id FROM session WHERE state = 'OPEN'",
            "operations that run", "SELECT kind || ' ' || id FROM operation WHERE ended_at IS NULL",
            "packs that neither count nor are known to be gone",
                    "SELECT state || ' ' || id FROM pack WHERE state NOT IN ('LIVE', 'TOMBSTONE')",
            "packs without a living segment",
                    "SELECT id FROM pack WHERE state = 'LIVE' AND NOT EXISTS (SELECT FROM segment"
                            + " WHERE segment.state = 'LIVE' AND pack.number = ANY (segment.packs))",
            "segments in packs that do not count",
                    "SELECT number FROM segment WHERE state = 'LIVE' AND cardinality(packs) <> (SELECT count(*) FROM"
                            + " pack WHERE pack.state = 'LIVE' AND pack.number = ANY (segment.packs))",
            "segments of writers that have not committed",
                    "SELECT segment.number FROM segment JOIN session ON session.id = segment.session_id"
                            + " WHERE session.state <> 'COMMITTED'",
            "directories that restores have left", "SELECT destination FROM restore_directory"));

    private final Path store;
    private final EmbeddedCatalog catalog;

    StoreAudit(Path home) {
        this.store = home.resolve("store");
        this.catalog = EmbeddedCatalog.of(home);
    }

    /** There are the manifests of these snapshots, the packs that count, and nothing else. */
    void requireNothingLeft(Collection<String> snapshots, String when) {
        var complaints = new ArrayList<String>();
        NOTHING.forEach((what, query) -> {
            var found = catalog.answers(query);
            if (!found.isEmpty()) {
                complaints.add(what + ": " + found);
            }
        });
        compare("packs", catalog.answers("SELECT id FROM pack WHERE state = 'LIVE' ORDER BY id"), complaints);
        compare("manifests", snapshots.stream().sorted().toList(), complaints);
        if (!complaints.isEmpty()) {
            throw new AssertionError("The store is not clean " + when + ": " + complaints);
        }
    }

    private void compare(String directory, List<String> wanted, List<String> complaints) {
        var found = files(store.resolve(directory));
        if (!found.equals(wanted)) {
            complaints.add(directory + " there are " + found + ", and not " + wanted);
        }
    }

    private static List<String> files(Path directory) {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
