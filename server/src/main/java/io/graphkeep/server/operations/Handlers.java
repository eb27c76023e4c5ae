package io.graphkeep.server.operations;

import io.graphkeep.server.catalog.operation.OperationRow;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What this server can run: one handler a kind; and which kinds clients work on over their streams.
 *
 * <p>A kind without a handler here is left in the queue for a server that has one.
 */
public final class Handlers {
    /** An operation that was taken up more often than this is taken for one that brings servers down. */
    static final int MOST_ATTEMPTS = 10;

    private final Map<String, OperationKind> byKind = new ConcurrentHashMap<>();

    public void register(OperationKind handler) {
        if (byKind.putIfAbsent(handler.kind(), handler) != null) {
            throw new IllegalArgumentException("There are two handlers for " + handler.kind());
        }
    }

    Optional<OperationKind> find(String kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    OperationHandler runner(String kind) {
        if (byKind.get(kind) instanceof OperationHandler handler) {
            return handler;
        }
        throw new IllegalStateException("Nobody here runs a " + kind);
    }

    Set<String> kinds() {
        return Set.copyOf(byKind.keySet());
    }

    /** The kinds that are taken up from the queue. */
    Set<String> runnable() {
        return byKind.values().stream()
                .filter(OperationHandler.class::isInstance)
                .map(OperationKind::kind)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether another attempt at the operation is to be made once the one before was lost. */
    boolean resumes(OperationRow operation) {
        return operation.attempt() <= MOST_ATTEMPTS
                && find(operation.kind())
                        .map(handler -> handler.onTakeover() == OnTakeover.RESUME)
                        .orElse(false);
    }

    /** Whether it is given back to the queue, and not ended, when this server stops. */
    boolean goesOn(OperationRow operation) {
        return resumes(operation)
                || find(operation.kind())
                        .map(kind -> kind.onTakeover() == OnTakeover.WAIT)
                        .orElse(false);
    }

    Set<String> failing() {
        return byKind.values().stream()
                .filter(handler -> handler.onTakeover() == OnTakeover.FAIL)
                .map(OperationKind::kind)
                .collect(Collectors.toUnmodifiableSet());
    }
}
