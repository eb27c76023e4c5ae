package io.graphkeep.server.catalog;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * The one place where the database's failures become reasons that a caller can act on.
 *
 * <p>A lost connection is UNAVAILABLE, a lost race is CONFLICT, and a commit of which no answer came is OUTCOME_UNKNOWN.
 * What remains is a mistake in the server, and passes as it is.
 */
public final class DatabaseFailures {
    private static final Set<String> LOST =
            Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25006", "58000", "58030");
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "55P03");
    private static final Set<Reason> PASSING =
            EnumSet.of(Reason.DATABASE_UNAVAILABLE, Reason.CONFLICT, Reason.OUTCOME_UNKNOWN);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final String DISK_FULL = "53100";
    private static final String STATEMENT_TIMEOUT = "57014";

    private DatabaseFailures() {}

    /** The name of the constraint that a statement has violated, where that is what this failure tells. */
    public static Optional<String> violatedConstraint(Throwable failure) {
        return sqlException(failure) instanceof PSQLException exception
                        && isOfClass(exception, "23")
                        && exception.getServerErrorMessage() != null
                ? Optional.ofNullable(exception.getServerErrorMessage().getConstraint())
                : Optional.empty();
    }

    /** The failure as the caller of a transaction is told it; itself if there is nothing to add. */
    static RuntimeException of(RuntimeException failure) {
        var cause = sqlException(failure);
        if (failure instanceof GraphkeepException || cause == null) {
            return failure;
        }
        var state = String.valueOf(cause.getSQLState());
        if (CONFLICTS.contains(state)) {
            return new GraphkeepException(Reason.CONFLICT, "Another change was made to the same rows.", failure);
        }
        if (STATEMENT_TIMEOUT.equals(state)) {
            return new GraphkeepException(
                    Reason.DATABASE_UNAVAILABLE, "The catalog's database took too long over a statement.", failure);
        }
        return isLost(cause) ? unavailable(failure) : failure;
    }

    /** The failure of a commit: when the connection was lost over it, nobody knows whether it happened. */
    static RuntimeException ofCommit(RuntimeException failure) {
        var cause = sqlException(failure);
        if (cause != null && isLost(cause)) {
            return new GraphkeepException(
                    Reason.OUTCOME_UNKNOWN,
                    "The connection to the catalog's database was lost while a change was being committed.",
                    failure);
        }
        return of(failure);
    }

    /** Whether the same transaction may well succeed when it is run again: nothing is wrong with what it wants. */
    public static boolean isPassing(RuntimeException failure) {
        return failure instanceof GraphkeepException known
                && PASSING.contains(known.reason())
                && sqlException(failure) != null;
    }

    static boolean isConflict(RuntimeException failure) {
        return failure instanceof GraphkeepException known
                && known.reason() == Reason.CONFLICT
                && sqlException(failure) != null;
    }

    static GraphkeepException unavailable(Throwable failure) {
        var cause = sqlException(failure);
        return new GraphkeepException(Reason.DATABASE_UNAVAILABLE, sentence(cause), failure).retryAfter(RETRY_AFTER);
    }

    private static String sentence(@Nullable SQLException cause) {
        if (cause != null && isBusy(cause)) {
            return "All connections to the catalog's database are in use.";
        }
        return cause != null && DISK_FULL.equals(cause.getSQLState())
                ? "The catalog's database has no space left on its disk."
                : "The catalog's database cannot be reached at the moment.";
    }

    /** What callers are told while nobody waits for the database. */
    static GraphkeepException away() {
        return new GraphkeepException(
                        Reason.DATABASE_UNAVAILABLE, "The catalog's database cannot be reached at the moment.")
                .retryAfter(RETRY_AFTER);
    }

    /** Whether a connection was lost or could not be made; all connections being in use is neither. */
    static boolean isLoss(Throwable failure) {
        var cause = sqlException(failure);
        return cause != null && isLost(cause) && !isBusy(cause);
    }

    /** Whether a database that fails like this may yet come up by itself, unlike one that does not know us. */
    static boolean isWorthWaiting(SQLException failure) {
        return isLost(failure) && !isOfClass(failure, "28") && !isOfClass(failure, "3D");
    }

    private static boolean isBusy(SQLException cause) {
        return cause instanceof SQLTransientConnectionException && cause.getCause() == null;
    }

    private static boolean isLost(SQLException cause) {
        var state = cause.getSQLState();
        return cause instanceof SQLTransientConnectionException
                || state == null
                || LOST.contains(state)
                || isOfClass(cause, "08")
                || isOfClass(cause, "53");
    }

    private static boolean isOfClass(SQLException cause, String stateClass) {
        return cause.getSQLState() != null && cause.getSQLState().startsWith(stateClass);
    }

    private static @Nullable SQLException sqlException(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }
}
