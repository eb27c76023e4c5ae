package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.operation.OperationRow;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What this server can run: one handler a kind.
 *
 * <p>A kind without a handler here is left in the queue for a server that has one.
 */
public final class Handlers {
    /** An operation that was taken up more often than this is taken for one that brings servers down. */
    static final int MOST_ATTEMPTS = 10;

    private final Map<String, OperationHandler> byKind = new ConcurrentHashMap<>();

    public void register(OperationHandler handler) {
        if (byKind.putIfAbsent(handler.kind(), handler) != null) {
            throw new IllegalArgumentException("There are two handlers for " + handler.kind());
        }
    }

    Optional<OperationHandler> find(String kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    Set<String> kinds() {
        return Set.copyOf(byKind.keySet());
    }

    /** Whether another attempt at the operation is to be made once the one before was lost. */
    boolean resumes(OperationRow operation) {
        return operation.attempt() <= MOST_ATTEMPTS
                && find(operation.kind())
                        .map(handler -> handler.onTakeover() == OnTakeover.RESUME)
                        .orElse(false);
    }

    Set<String> failing() {
        return byKind.values().stream()
                .filter(handler -> handler.onTakeover() == OnTakeover.FAIL)
                .map(OperationHandler::kind)
                .collect(Collectors.toUnmodifiableSet());
    }
}
