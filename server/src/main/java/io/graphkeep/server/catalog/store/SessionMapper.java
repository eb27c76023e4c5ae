package io.graphkeep.server.catalog.store;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements on sessions. */
public interface SessionMapper {
    /** Opens a session at the collector's present epoch, whatever the row says of it. */
    int open(SessionRow session);

    @Nullable
    SessionRow find(UUID id);

    /** Reads a session and locks its row until the transaction ends. */
    @Nullable
    SessionRow lock(UUID id);

    /** Opens a session that goes on where an OPEN one is, from the same epoch on; 0 if that is not open any more. */
    int openInPlaceOf(
            @Param("old") UUID old,
            @Param("id") UUID id,
            @Param("process") UUID process,
            @Param("until") OffsetDateTime until);

    /** Makes a session that of another operation. */
    int giveTo(@Param("id") UUID id, @Param("operation") UUID operation, @Param("attempt") int attempt);

    /** Prolongs the lease of an OPEN session; 0 if it is not open any more. */
    int renew(@Param("id") UUID id, @Param("until") OffsetDateTime until);

    /** Prolongs the leases of these sessions and returns those that are open still. */
    List<UUID> renewAll(@Param("ids") List<UUID> ids, @Param("until") OffsetDateTime until);

    /** Says which snapshot's manifest an OPEN session is about to put; 0 if it is not open any more. */
    int announceManifest(@Param("id") UUID id, @Param("snapshot") UUID snapshot);

    /** The OPEN push session of an operation; null where there is none. */
    @Nullable
    UUID pushOf(UUID operation);

    /** Turns what is OPEN of an operation ABORTED. */
    int abortOf(@Param("operation") UUID operation, @Param("at") OffsetDateTime at);

    /** Ends an OPEN session; 0 if it has ended already. */
    int end(@Param("id") UUID id, @Param("state") SessionState state, @Param("at") OffsetDateTime at);

    /** Turns the OPEN sessions whose lease has run out ABORTED, and returns them. */
    List<UUID> abortExpired(OffsetDateTime now);

    /** Turns the OPEN sessions ABORTED whose process has ended, but for those of clients that push, and returns them. */
    List<UUID> abortOfEndedProcesses(OffsetDateTime now);

    /** Removes rows of readers that ended before a time, which nothing names. Those of writers tell whose an orphan is. */
    int forgetReaders(@Param("before") OffsetDateTime before, @Param("limit") int limit);

    /** When the session that is open longest was opened. */
    @Nullable
    OffsetDateTime oldestOpen();
}
