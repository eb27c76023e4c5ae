package io.graphkeep.server.backup.receive;

import io.graphkeep.server.backup.GraphPolicies;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.operations.AttendedOperations;
import io.graphkeep.server.operations.Handlers;
import io.graphkeep.server.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;

/** The parts of this room, built from what they stand on. */
public record ReceivingRoom(Uploads uploads, Pushes pushes, AbandonedReceptions abandoned) {

    /**
     * Builds them.
     *
     * @param spool a directory for what does not fit into memory, this process's alone; made where it is not there
     * @param pushKept how long a push waits for its client
     */
    public static ReceivingRoom build(
            Store store,
            Database database,
            AttendedOperations operations,
            Handlers handlers,
            GraphPolicies policies,
            EventLog events,
            Ids ids,
            Clock clock,
            Path spool,
            Duration pushKept) {
        var kind = new ReceiveKind(policies, events, clock);
        handlers.register(kind);
        var receptions = new Receptions(store, database, operations, kind, events, ids, clock);
        var directory = directory(spool);
        var entries = new UploadedEntries(clock, owner(directory));
        return new ReceivingRoom(
                new StoredUploads(store, receptions, entries, directory),
                new StoredPushes(store, database, receptions, pushKept, clock),
                new AbandonedReceptions(database, operations, clock));
    }

    private static Path directory(Path spool) {
        var own = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        try {
            Files.createDirectories(spool, own);
            SpoolFile.clear(spool);
            return spool;
        } catch (IOException e) {
            throw new UncheckedIOException("The directory " + spool + " could not be made or cleared", e);
        }
    }

    /** Whoever this process makes files as. */
    private static UploadedEntries.Owner owner(Path directory) {
        try {
            var user = (Integer) Files.getAttribute(directory, "unix:uid");
            var group = (Integer) Files.getAttribute(directory, "unix:gid");
            return new UploadedEntries.Owner(user, group);
        } catch (IOException e) {
            throw new UncheckedIOException("The owner of " + directory + " could not be read", e);
        }
    }
}
