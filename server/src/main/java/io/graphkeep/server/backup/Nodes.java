package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.process.ProcessMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Clock;
import java.time.OffsetDateTime;

/** The server processes by the directories that they see: this one, and the others that share the catalog. */
final class Nodes {
    private final String self;
    private final Clock clock;

    Nodes(String self, Clock clock) {
        this.self = self;
        this.clock = clock;
    }

    String self() {
        return self;
    }

    boolean isSelf(String node) {
        return self.equals(node);
    }

    /** Refuses what only a process that is not up could do. */
    void requireUp(Transaction transaction, String node) {
        if (!isSelf(node) && !isUp(transaction, node)) {
            throw new GraphkeepException(Reason.SOURCE_ON_OTHER_NODE, "No server of the node " + node + " is up.")
                    .with("node", node);
        }
    }

    private boolean isUp(Transaction transaction, String node) {
        return transaction.mapper(ProcessMapper.class).living(OffsetDateTime.now(clock)).stream()
                .anyMatch(process -> process.node().equals(node));
    }

    /** Refuses a path that this process would have to look at and cannot see. */
    void requireSelf(String node) {
        if (!isSelf(node)) {
            throw new GraphkeepException(
                            Reason.SOURCE_ON_OTHER_NODE,
                            "Only the server of the node " + node + " can look at its directories, and this one is "
                                    + self + ": make the call there.")
                    .with("node", node);
        }
    }
}
