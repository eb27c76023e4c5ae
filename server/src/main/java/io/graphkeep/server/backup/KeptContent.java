package io.graphkeep.server.backup;

import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.backup.files.SystemCallException;
import io.graphkeep.server.catalog.restore.RestoreRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** The old content that a restore has set aside. */
final class KeptContent {
    private final Path destination;
    private final Path aside;

    private KeptContent(Path destination, Path aside) {
        this.destination = destination;
        this.aside = aside;
    }

    /** Of a restore that has kept something. */
    static KeptContent of(RestoreRow restore) {
        return new KeptContent(Path.of(restore.destination()), Path.of(Objects.requireNonNull(restore.asidePath())));
    }

    /** Removes it for good; what is gone is well, but not where the file system that it lies on is. */
    void remove() throws IOException {
        var directory = Objects.requireNonNull(aside.getParent());
        if (directory.equals(destination) && Destination.wayTo(destination, false) != Destination.Way.INSIDE) {
            throw Destination.unusable(destination, "is not mounted: what is kept aside in it cannot be reached", null);
        }
        try (var parent = Directory.open(directory)) {
            var name = Name.of(Objects.requireNonNull(aside.getFileName()).toString());
            if (parent.has(name)) {
                var modified = parent.stat().modified();
                parent.removeTree(name);
                if (directory.equals(destination)) {
                    // It is the graph's own directory, whose time the restore has brought back.
                    parent.setModified(modified);
                }
                parent.sync();
            }
        } catch (SystemCallException e) {
            throw Destination.unusable(
                    destination, "has kept content aside that cannot be removed (" + e.getMessage() + ")", e);
        }
    }
}
