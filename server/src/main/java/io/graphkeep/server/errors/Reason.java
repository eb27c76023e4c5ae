package io.graphkeep.server.errors;

import io.grpc.Status;
import java.util.Locale;

/**
 * Why a call or an operation failed: the one table behind every error's {@code ErrorInfo.reason}.
 *
 * <p>Each reason maps to one gRPC code and to one piece of advice, which follows the sentence of the failure itself. The
 * contract's enum {@code graphkeep.v1.Reason} has the same names; a test compares the two.
 */
public enum Reason {
    // What the caller sent
    INVALID_ARGUMENT(Status.Code.INVALID_ARGUMENT, "Correct the named fields and call again."),
    INVALID_PAGE_TOKEN(Status.Code.INVALID_ARGUMENT, "Start again without a page token, with the same filter."),
    REQUEST_TOO_LARGE(Status.Code.RESOURCE_EXHAUSTED, "Send less in one message; the limits are in GetServerInfo."),
    REQUEST_ID_REUSED(Status.Code.INVALID_ARGUMENT, "Use a new request_id for a different request."),
    PATH_NOT_ALLOWED(Status.Code.PERMISSION_DENIED, "Name a directory that the server may use."),
    SOURCE_NOT_FOUND(Status.Code.FAILED_PRECONDITION, "Check the source's path on the server that reads it."),
    SOURCE_UNREADABLE(Status.Code.FAILED_PRECONDITION, "Give the server's user read access to the source."),
    SOURCE_ON_OTHER_NODE(Status.Code.FAILED_PRECONDITION, "Call again when the node that sees the directory is up."),
    DESTINATION_NOT_EMPTY(Status.Code.FAILED_PRECONDITION, "Choose an empty destination, or ask to overwrite it."),

    // Who the caller is
    UNAUTHENTICATED(Status.Code.UNAUTHENTICATED, "Send a valid token: authorization: Bearer gk_…"),
    TOKEN_EXPIRED(Status.Code.UNAUTHENTICATED, "Ask an admin for a new token."),
    PERMISSION_DENIED(Status.Code.PERMISSION_DENIED, "Use a token whose role and graph scopes allow this call."),

    // What the call names
    GRAPH_NOT_FOUND(Status.Code.NOT_FOUND, "List the graphs to see which there are."),
    GRAPH_ALREADY_EXISTS(Status.Code.ALREADY_EXISTS, "Choose another id, or update the graph that is there."),
    GRAPH_ID_TAKEN(Status.Code.ALREADY_EXISTS, "Set a target_graph_id for the replica."),
    GRAPH_HAS_SNAPSHOTS(Status.Code.FAILED_PRECONDITION, "Delete its snapshots first, or call with force."),
    GRAPH_IS_REPLICA(Status.Code.FAILED_PRECONDITION, "Capture the graph at its origin."),
    SNAPSHOT_NOT_FOUND(Status.Code.NOT_FOUND, "List the graph's snapshots to see which there are."),
    SNAPSHOT_HELD(Status.Code.FAILED_PRECONDITION, "Release the hold first."),
    SNAPSHOT_PINNED(Status.Code.FAILED_PRECONDITION, "Delete the recovery points that need it first."),
    SNAPSHOT_PROTECTED(Status.Code.FAILED_PRECONDITION, "Wait for the protected period, or let an admin force it."),
    SNAPSHOT_NOT_READY(Status.Code.FAILED_PRECONDITION, "Choose a snapshot that is COMPLETED."),
    SNAPSHOT_CORRUPT(
            Status.Code.DATA_LOSS, "Repair it, choose another snapshot, or allow damaged files to be left out."),
    OPERATION_NOT_FOUND(Status.Code.NOT_FOUND, "List the operations; they are kept 30 days."),
    OPERATION_FINISHED(Status.Code.FAILED_PRECONDITION, "Nothing to cancel: read its result."),
    OPERATION_CANCELLED(Status.Code.CANCELLED, "Start it again if it is still wanted."),
    RESTORE_NOT_FOUND(Status.Code.NOT_FOUND, "Name the operation of a restore whose old content is still kept."),
    TOKEN_NOT_FOUND(Status.Code.NOT_FOUND, "List the tokens to see which there are."),
    TARGET_NOT_FOUND(Status.Code.NOT_FOUND, "List the targets to see which there are."),
    TARGET_ALREADY_EXISTS(Status.Code.ALREADY_EXISTS, "Choose another name, or update the target that is there."),
    RECOVERY_POINT_NOT_FOUND(Status.Code.NOT_FOUND, "List the recovery points to see which there are."),
    RECOVERY_GROUP_NOT_FOUND(Status.Code.NOT_FOUND, "List the recovery groups to see which there are."),
    RECOVERY_GROUP_ALREADY_EXISTS(Status.Code.ALREADY_EXISTS, "Choose another id, or update the group."),
    DRILL_NOT_FOUND(Status.Code.NOT_FOUND, "List the drills to see which there are."),
    FAILOVER_NOT_FOUND(Status.Code.NOT_FOUND, "List the failovers to see which there are."),
    NOTIFIER_NOT_FOUND(Status.Code.NOT_FOUND, "List the notifiers to see which there are."),
    NOTIFIER_ALREADY_EXISTS(Status.Code.ALREADY_EXISTS, "Choose another id, or update the notifier."),
    SESSION_NOT_FOUND(Status.Code.NOT_FOUND, "Open a new session; what was acknowledged as durable is found again."),

    // What stands in the way
    ETAG_MISMATCH(Status.Code.ABORTED, "Read it again and repeat the change on what is there now."),
    CAPTURE_RUNNING(Status.Code.FAILED_PRECONDITION, "Wait for the running operation, or cancel it."),
    RESTORE_RUNNING(Status.Code.FAILED_PRECONDITION, "Wait for the running operation, or cancel it."),
    STALE_EPOCH(Status.Code.FAILED_PRECONDITION, "This side was fenced: see the failover's status before going on."),
    STALE_SESSION(Status.Code.ABORTED, "The session has ended: open a new one."),
    STALE_ATTEMPT(Status.Code.ABORTED, "Another attempt took the operation over: look at its state."),
    CONFLICT(Status.Code.ABORTED, "Call again: something else changed it at the same moment."),
    FAILOVER_STATE(Status.Code.FAILED_PRECONDITION, "See the failover's state for what it allows now."),
    FAILOVER_RUNNING(Status.Code.FAILED_PRECONDITION, "Finish or cancel the running failover first."),
    FENCE_UNCONFIRMED(Status.Code.FAILED_PRECONDITION, "Make sure that the old primary cannot write, then attest it."),
    RECOVERY_POINT_UNUSABLE(Status.Code.FAILED_PRECONDITION, "Choose a point that is VERIFIED."),
    PAIRING_FAILED(Status.Code.FAILED_PRECONDITION, "Check the target's address, certificate and token."),
    FORMAT_UNSUPPORTED(Status.Code.FAILED_PRECONDITION, "Bring both sides to versions that share a format."),
    DIGEST_MISMATCH(Status.Code.DATA_LOSS, "What arrived is not what was sent: send it again."),
    ALLOW_SHARE_EXCEEDED(Status.Code.FAILED_PRECONDITION, "Look at the dry run; allow the share if it is right."),
    CLEANUP_REFUSED(Status.Code.FAILED_PRECONDITION, "See the operation's explanation for what must be put right."),

    // Room and rate
    STORE_FULL(Status.Code.RESOURCE_EXHAUSTED, "Free space on the store's disk, or run a cleanup."),
    DESTINATION_FULL(Status.Code.RESOURCE_EXHAUSTED, "Free space at the destination, or choose another."),
    QUOTA_EXCEEDED(Status.Code.RESOURCE_EXHAUSTED, "The graph's policy has the quota: UpdateGraph changes it."),
    TOO_MANY_REQUESTS(Status.Code.RESOURCE_EXHAUSTED, "Slow down and try again."),
    SLOW_CONSUMER(Status.Code.RESOURCE_EXHAUSTED, "Resume from the cursor, and read faster."),

    // Further reasons of the contract
    ADDRESS_NOT_ALLOWED(
            Status.Code.PERMISSION_DENIED,
            "Have an admin name the address, or add it to the allow-list in the configuration."),
    HOOK_FAILED(Status.Code.FAILED_PRECONDITION, "Correct what the hook reports and start again."),
    GRAPH_DELETING(Status.Code.FAILED_PRECONDITION, "Wait for the operation that the metadata names."),
    GRAPH_FENCED(Status.Code.FAILED_PRECONDITION, "See the failover that the metadata names, and reprotect."),
    SOURCE_KIND_MISMATCH(
            Status.Code.FAILED_PRECONDITION,
            "Use CreateSnapshot for a directory, UploadSnapshot or PushSnapshot for a pushed graph."),
    CAPTURE_EMPTY(Status.Code.FAILED_PRECONDITION, "Check the source; allow_empty takes the snapshot all the same."),
    FILE_NOT_IN_SNAPSHOT(Status.Code.NOT_FOUND, "List the snapshot's files and check the path."),
    MANIFEST_INVALID(
            Status.Code.INVALID_ARGUMENT, "Correct the sender; such a snapshot is never accepted or restored."),
    DESTINATION_UNUSABLE(Status.Code.FAILED_PRECONDITION, "Correct the path or its permissions."),
    DESTINATION_IN_USE(
            Status.Code.FAILED_PRECONDITION, "Stop the program that uses the directory, or set ignore_restore_guard."),
    EMBEDDING_MISMATCH(Status.Code.FAILED_PRECONDITION, "Restore elsewhere, or set ignore_restore_guard."),
    CLEANUP_RUNNING(Status.Code.FAILED_PRECONDITION, "Wait for that operation."),
    PROTOCOL_VIOLATION(Status.Code.INVALID_ARGUMENT, "Correct the sender; docs/api.md has the order of frames."),
    SESSION_BUSY(Status.Code.ABORTED, "Wait as RetryInfo says, then resume; the older stream is then cut."),
    PARENT_CHANGED(Status.Code.ABORTED, "Read the new parent and commit against it."),
    SEGMENT_UNKNOWN(Status.Code.NOT_FOUND, "Offer the segment and send what is wanted."),
    OFFSET_OUT_OF_RANGE(Status.Code.OUT_OF_RANGE, "Resume from an offset within the file."),
    OPERATION_NOT_CANCELLABLE(Status.Code.FAILED_PRECONDITION, "Let it end; after a failover use RollbackFailover."),
    CURSOR_INVALID(Status.Code.INVALID_ARGUMENT, "Start from the beginning, from a time or from now."),
    CURSOR_EXPIRED(Status.Code.OUT_OF_RANGE, "Start from the oldest event that is kept; the metadata has its cursor."),
    SERIES_NOT_FOUND(Status.Code.NOT_FOUND, "Use a series that the message lists."),
    TARGET_UNREACHABLE(Status.Code.UNAVAILABLE, "Check address, port and network; replication resumes by itself."),
    TARGET_AUTH_FAILED(Status.Code.FAILED_PRECONDITION, "Update the target with a valid token."),
    TARGET_DISABLED(Status.Code.FAILED_PRECONDITION, "Enable it with UpdateTarget."),
    TARGET_IN_USE(Status.Code.FAILED_PRECONDITION, "End what the metadata names first, or repeat the call with force."),
    LINK_NOT_FOUND(Status.Code.NOT_FOUND, "Add the target to the graph's replication policy."),
    LINK_DIVERGED(Status.Code.FAILED_PRECONDITION, "Resolve it with ResolveSplitBrain; nothing is sent until then."),
    REPLICATION_RUNNING(Status.Code.FAILED_PRECONDITION, "Wait for that operation."),
    PEER_IS_SELF(
            Status.Code.FAILED_PRECONDITION, "Name another instance; a copied home needs an instance id of its own."),
    RECOVERY_POINT_HELD(Status.Code.FAILED_PRECONDITION, "Release the hold with UpdateRecoveryPoint first."),
    RECOVERY_POINT_IN_USE(Status.Code.FAILED_PRECONDITION, "Wait for what the metadata names to end."),
    RECOVERY_GROUP_IN_USE(Status.Code.FAILED_PRECONDITION, "Commit, roll back or cancel it first."),
    DRILL_RUNNING(Status.Code.FAILED_PRECONDITION, "Wait for that operation."),
    FAILOVER_PRECHECK_FAILED(Status.Code.FAILED_PRECONDITION, "Remove the cause, or choose another point or mode."),
    LOSS_NOT_ACCEPTED(Status.Code.FAILED_PRECONDITION, "Read the stated loss, and repeat it in the call."),
    OLD_PRIMARY_CHANGED(Status.Code.FAILED_PRECONDITION, "Commit, or choose another point with ChangeFailoverPoint."),
    AUTOMATIC_FAILOVER_UNSAFE(Status.Code.FAILED_PRECONDITION, "Complete the policy, or leave automatic failover off."),
    TOKEN_ALREADY_EXISTS(Status.Code.ALREADY_EXISTS, "Choose another name, or revoke the token first."),
    LAST_ADMIN_TOKEN(Status.Code.FAILED_PRECONDITION, "Create another admin token first."),
    KEY_ROTATION_RUNNING(Status.Code.FAILED_PRECONDITION, "Wait for that operation."),
    DELIVERY_FAILED(Status.Code.UNAVAILABLE, "Check the notifier's address and credentials."),

    // The server's own state
    DATABASE_UNAVAILABLE(Status.Code.UNAVAILABLE, "Try again: the server reconnects by itself."),
    STORE_UNAVAILABLE(Status.Code.UNAVAILABLE, "Check the store's disk or service, then try again."),
    STORE_DAMAGED(
            Status.Code.DATA_LOSS, "Repair it from a source that still has it, and use another snapshot meanwhile."),
    STORE_FOREIGN(
            Status.Code.FAILED_PRECONDITION, "Nothing is changed until that is put right; graphkeep health says how."),
    KEY_UNAVAILABLE(Status.Code.FAILED_PRECONDITION, "Put the store's key back; nothing can be read without it."),
    SUBSYSTEM_OFF(Status.Code.FAILED_PRECONDITION, "Turn the named switch on and restart the server."),
    SUBSYSTEM_FAILED(Status.Code.UNAVAILABLE, "See GetHealth (graphkeep health) for why it did not start."),
    SERVER_STARTING(Status.Code.UNAVAILABLE, "Try again in a moment."),
    SERVER_STOPPING(Status.Code.UNAVAILABLE, "Try again when the server is back."),
    SERVER_RESTARTED(Status.Code.ABORTED, "The server ended during the operation: start it again."),
    DEADLINE_EXCEEDED(Status.Code.DEADLINE_EXCEEDED, "Allow more time, or ask for less."),
    NOT_IMPLEMENTED(Status.Code.UNIMPLEMENTED, "See the README's status table for what works."),
    OUTCOME_UNKNOWN(Status.Code.UNKNOWN, "Read the object to see whether it happened before calling again."),
    INTERNAL(Status.Code.INTERNAL, "Report the error id with the server's log around it.");

    private final Status.Code code;
    private final String advice;

    Reason(Status.Code code, String advice) {
        this.code = code;
        this.advice = advice;
    }

    public Status.Code code() {
        return code;
    }

    /** What the reader should do, as a sentence. */
    public String advice() {
        return advice;
    }

    /** The value of the label {@code reason} in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
