package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.errors.GraphkeepException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of this server as lines of its log: one where an operation begins here, one where it ends.
 *
 * <p>Never what was said of a failure, which may quote the names of files: the reason alone, and the operation's id to look
 * it up with.
 */
final class OperationLog {
    private static final Logger log = LoggerFactory.getLogger(OperationLog.class);

    private OperationLog() {}

    static void begins(OperationRow operation) {
        if (operation.attempt() > 1) {
            log.info("{} begins again, attempt {}", name(operation), operation.attempt());
            return;
        }
        log.info("{} begins", name(operation));
    }

    static void handedBack(OperationRow operation) {
        log.info("{} is handed back to the queue: this server stops", name(operation));
    }

    static void left(OperationRow operation) {
        log.info("{} waits for its client to come back", name(operation));
    }

    static void ended(OperationRow ended, @Nullable GraphkeepException why) {
        var took = took(ended);
        if (why == null) {
            log.info("{} ended: {}, {}", name(ended), ended.state(), took);
            return;
        }
        log.info("{} ended: {}, {}, reason {}", name(ended), ended.state(), took, why.reason());
    }

    private static String name(OperationRow operation) {
        var graph = operation.graphId();
        return "Operation " + operation.id() + " (" + operation.kind() + (graph == null ? "" : " of graph " + graph)
                + ")";
    }

    private static String took(OperationRow ended) {
        var start = ended.startedAt();
        var end = ended.endedAt();
        return start == null || end == null
                ? "before it began"
                : "after " + Duration.between(start, end).toMillis() + " ms";
    }
}
