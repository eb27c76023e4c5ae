package io.graphkeep.server.store.rebuild;

import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.process.ProcessMapper;
import io.graphkeep.server.catalog.process.ProcessRow;
import io.graphkeep.server.catalog.rebuild.RebuildMapper;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.errors.StartRefused;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Sees to it that a rebuild has the catalog to itself, whatever homes the servers have that use the same database.
 *
 * <p>With the commit lock and the table of processes held, a server either is known as living, and the rebuild refused, or
 * enters afterwards and finds that the catalog is being made. One that was paused past its lease has ended for good.
 */
final class Seclusion {
    private final UUID home;
    private final Ids ids;

    /**
     * What a rebuild needs to tell others from its own.
     *
     * @param home whose lock the caller holds: every process of it is dead
     */
    Seclusion(UUID home, Ids ids) {
        this.home = home;
        this.ids = ids;
    }

    /** Refuses where a server lives on this catalog; from then on until the rebuild has ended none writes to it. */
    void begin(Transaction tx, String kind, OffsetDateTime now) {
        tx.mapper(InstanceMapper.class).lockCommitsAlone();
        var mapper = tx.mapper(RebuildMapper.class);
        mapper.lockProcesses();
        var processes = tx.mapper(ProcessMapper.class);
        processes.endOthersOfHome(home, ids.next(), now);
        var living = processes.living(now);
        if (!living.isEmpty()) {
            throw new StartRefused("Servers are running on this catalog, and nothing was changed: " + named(living)
                    + ". Stop them first. One that was ended by force counts as running until its lease has run out.");
        }
        mapper.endProcesses(now);
        mapper.begin(kind, now);
    }

    private static String named(List<ProcessRow> living) {
        return living.stream()
                .map(process -> "pid " + process.pid() + " on node " + process.node() + ", started "
                        + process.startedAt() + ", its lease until " + process.leaseUntil())
                .collect(Collectors.joining("; "));
    }
}
