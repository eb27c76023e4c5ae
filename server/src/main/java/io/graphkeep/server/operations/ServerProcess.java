package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.process.ProcessMapper;
import io.graphkeep.server.catalog.process.ProcessRow;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * This run of the server, as the catalog and the other servers of the instance know it.
 *
 * @param home names the home whose lock this process holds: every other process of that home is dead
 */
public record ServerProcess(UUID id, UUID home, String node, long pid, String version) {

    /**
     * Enters this process into the catalog, ends its dead predecessors on the same home and lets what they held go at once.
     *
     * @return those predecessors, for the rooms that have more of theirs to settle
     */
    public List<ProcessRow> enter(Database database, Duration lease, Clock clock) {
        return database.inTransaction(transaction -> {
            var now = OffsetDateTime.now(clock);
            var processes = transaction.mapper(ProcessMapper.class);
            processes.insert(new ProcessRow(id, home, node, pid, version, now, now.plus(lease), null));
            var predecessors = processes.endOthersOfHome(home, id, now);
            transaction.mapper(OperationMapper.class).expireOfEndedProcesses(now);
            return predecessors;
        });
    }

    /** Marks this process as ended in order. */
    public void leave(Database database, Clock clock) {
        database.inTransaction(
                transaction -> transaction.mapper(ProcessMapper.class).end(id, OffsetDateTime.now(clock)));
    }
}
