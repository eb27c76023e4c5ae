package io.graphkeep.server;

import io.graphkeep.server.backup.CleanupStanding;
import io.graphkeep.server.backup.PathText;
import io.graphkeep.server.backup.Scrubs;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.monitoring.Probe;
import io.graphkeep.server.monitoring.Verdict;
import io.graphkeep.server.security.KeyExport;
import io.graphkeep.server.security.TlsMaterial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** How each part of the server is looked at. */
final class Looks {
    static final Duration OFTEN = Duration.ofSeconds(2);
    static final Duration SELDOM = Duration.ofSeconds(15);

    /** How often graphs are looked at: one query for all, and one look at each source. */
    static final Duration REGULARLY = Duration.ofSeconds(5);

    private Looks() {}

    /** Whether a graph's source is there; where its name is none of this system's, only a capture can tell. */
    static boolean isThere(String source) {
        var path = PathText.parseToString(source);
        return path == null || Files.isDirectory(Path.of(path));
    }

    static Probe at(Database database) {
        return () -> database.isReachable()
                ? Verdict.healthy("The catalog's database answers.")
                : Verdict.critical(
                        "DATABASE_UNREACHABLE",
                        "The catalog's database does not answer.",
                        "The server reconnects by itself; check that the database runs and is reachable.");
    }

    static Probe at(KeyExport export) {
        return () -> {
            if (!export.hasKey()) {
                return Verdict.critical(
                        "KEY_MISSING",
                        "The store's key is not in " + export.file() + ", and no start can open the store without it.",
                        "Restore the file from your copy, then restart the server. Where there is no store yet, a start"
                                + " makes both.");
            }
            return export.isDone()
                    ? Verdict.healthy("The store's key was exported.")
                    : Verdict.degraded(
                            "KEY_NOT_EXPORTED",
                            "No copy of the store's key was made: if this machine is lost, every snapshot is.",
                            "Run graphkeep key export --to FILE, and keep the file on another machine.");
        };
    }

    static Probe at(TlsMaterial tls) {
        return () -> tls.problem()
                .map(problem -> Verdict.degraded(
                        "CERTIFICATE_NOT_LOADED", problem, "Put a certificate and key that belong together in place."))
                .orElseGet(() -> Verdict.healthy("The certificate in force is the one in the file."));
    }

    static Probe atScrub(Supplier<Scrubs.Standing> scrubs) {
        return () -> {
            var standing = scrubs.get();
            if (standing.overdueBytes() > 0) {
                return Verdict.degraded(
                        "SCRUB_OVERDUE",
                        Words.bytes(standing.overdueBytes()) + " of the store were not read through since "
                                + standing.oldest() + ": damage to them would not have been seen.",
                        "Run graphkeep verify, or let scrubs read faster: GRAPHKEEP_SCRUB_READ_RATE.");
            }
            if (standing.unknownBytes() > 0) {
                return Verdict.unknown(
                        "SCRUB_UNKNOWN",
                        "The catalog was made anew, and of " + Words.bytes(standing.unknownBytes()) + " of the store's "
                                + Words.bytes(standing.bytes()) + " it is not known whether they can be read.",
                        "Run graphkeep verify; the next scrub does it too.");
            }
            return standing.bytes() == 0
                    ? Verdict.healthy("The store holds nothing yet that could be damaged.")
                    : Verdict.healthy("All of the store was written or read through within the scrub's period.");
        };
    }

    static Probe atCleanups(Supplier<CleanupStanding.Standing> cleanups) {
        return () -> {
            var standing = cleanups.get();
            var last = standing.last();
            if (last != null && last.why().isPresent()) {
                return Verdict.degraded(
                        "CLEANUP_FAILED",
                        "The last cleanup, at " + last.at() + ", did not go through: "
                                + last.why().get(),
                        "See graphkeep operation show " + last.operation()
                                + " and graphkeep cleanup --dry-run. When what stands in the way is put right,"
                                + " graphkeep cleanup does it at once; until then nothing is removed and the store"
                                + " grows.");
            }
            if (standing.isOverdue()) {
                return Verdict.degraded(
                        "CLEANUP_OVERDUE",
                        last == null
                                ? "No cleanup has ended yet, and several should have."
                                : "The last cleanup ended at " + last.at() + ", and several should have since.",
                        "See graphkeep operation list for one that hangs or waits, then run graphkeep cleanup.");
            }
            return last == null
                    ? Verdict.healthy("The store is new: its first cleanup comes by itself.")
                    : Verdict.healthy("The last cleanup went through, at " + last.at() + ".");
        };
    }

    static Probe atSnapshots(Supplier<Scrubs.Standing> scrubs) {
        return () -> {
            var standing = scrubs.get();
            var corrupt = standing.corrupt();
            if (corrupt.snapshots() == 0) {
                return standing.unknownBytes() == 0
                        ? Verdict.healthy("No snapshot is known to be damaged.")
                        : Verdict.unknown(
                                "SNAPSHOTS_UNREAD",
                                "The catalog was made anew, and it is not known whether all snapshots can be restored: "
                                        + Words.bytes(standing.unknownBytes()) + " of the store were not read since.",
                                "Run graphkeep verify; the next scrub does it too.");
            }
            var what = Words.count(corrupt.snapshots(), "snapshot") + " of " + Words.count(corrupt.graphs(), "graph")
                    + (corrupt.snapshots() == 1 ? " needs" : " need") + " damaged data";
            var advice = "See graphkeep snapshot list; graphkeep repair stores anew what the sources still have.";
            return corrupt.graphsWithout() == 0
                    ? Verdict.degraded("SNAPSHOTS_CORRUPT", what + ".", advice)
                    : Verdict.critical(
                            "SNAPSHOTS_CORRUPT",
                            what + ", and of " + Words.count(corrupt.graphsWithout(), "graph")
                                    + " no snapshot is whole.",
                            advice);
        };
    }
}
