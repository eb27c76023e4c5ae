package io.graphkeep.server.catalog.operation;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The statements on operation rows; those of a claimer change nothing, and say 0, where the attempt is no longer its own. */
public interface OperationMapper {

    /** Puts it into the queue; 0 where the graph has a capture that has not ended. */
    int insert(OperationRow operation);

    @Nullable
    OperationRow find(UUID id);

    @Nullable
    OperationRow lock(UUID id);

    List<OperationRow> findAll(@Param("ids") Collection<UUID> ids);

    List<OperationRow> list(OperationQuery query);

    /** The one of the graph that has not ended, of the given kind. */
    @Nullable
    OperationRow findUnended(@Param("graphUid") UUID graphUid, @Param("kind") String kind);

    /** Claims the operation that has waited longest, or one whose claimer's lease has run out; null where there is none. */
    @Nullable
    OperationRow claim(Claim claim);

    /** Claims one operation that waits or whose claimer's lease has run out; null where it is neither. */
    @Nullable
    OperationRow claimOne(
            @Param("id") UUID id,
            @Param("process") UUID process,
            @Param("now") OffsetDateTime now,
            @Param("leaseUntil") OffsetDateTime leaseUntil);

    /** Locks the row while it still belongs to the attempt; null where it does not. */
    @Nullable
    OperationRow lockOwned(@Param("lease") Lease lease, @Param("process") UUID process);

    /** Prolongs the leases that still belong to the process, and returns those. */
    List<Lease> renew(
            @Param("process") UUID process,
            @Param("leases") Collection<Lease> leases,
            @Param("until") OffsetDateTime until);

    /** Those of the process that someone wants cancelled. */
    List<Lease> cancelRequested(@Param("process") UUID process);

    int progress(@Param("lease") Lease lease, @Param("process") UUID process, @Param("progress") ProgressRow progress);

    int checkpoint(@Param("lease") Lease lease, @Param("process") UUID process, @Param("checkpoint") byte[] checkpoint);

    /** The snapshot that a running operation makes, known only once it runs. */
    int snapshot(@Param("lease") Lease lease, @Param("process") UUID process, @Param("snapshotId") UUID snapshotId);

    /** Ends an operation whose row the caller has locked. */
    int end(
            @Param("id") UUID id,
            @Param("state") OperationState state,
            @Param("result") byte @Nullable [] result,
            @Param("error") byte @Nullable [] error,
            @Param("at") OffsetDateTime at);

    /** Gives a claimed operation back to the queue. */
    int handBack(@Param("lease") Lease lease, @Param("process") UUID process, @Param("at") OffsetDateTime at);

    int requestCancel(UUID id);

    /** Lets the leases of ended processes run out at once. */
    int expireOfEndedProcesses(@Param("now") OffsetDateTime now);

    /** Gives back to the queue what runs nowhere and has no one here to run it, so that it does not look running. */
    int requeueExpired(@Param("before") OffsetDateTime before, @Param("now") OffsetDateTime now);

    /** Those in which clients send snapshots, that nobody works on and whose session has ended. */
    List<UUID> receivedByNobody(@Param("now") OffsetDateTime now);

    /** Those that wait since before the given time for a node of which no process lives. */
    List<OperationRow> waitingForLostNode(@Param("before") OffsetDateTime before, @Param("now") OffsetDateTime now);

    /** Notes lines of what an operation found or decided, numbered on from the first one's number. */
    int addDetails(@Param("id") UUID id, @Param("first") long first, @Param("payloads") List<byte[]> payloads);

    int dropDetails(UUID id);

    /** The lines after one of them, in the order of their numbers. */
    List<DetailRow> details(@Param("id") UUID id, @Param("after") long after, @Param("limit") int limit);

    int deleteEnded(@Param("before") OffsetDateTime before, @Param("limit") int limit);
}
