package io.graphkeep.server.api;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.PathFinding;
import io.graphkeep.v1.Snapshot;

/**
 * Takes out of an answer what its caller may not see: the names of files below a reader; and for a token with scopes what
 * the store as a whole grew by, which would show what other graphs hold.
 *
 * <p>What is counted stays counted: an answer never hides how much there is.
 */
final class Veil {
    private Veil() {}

    static Operation over(Operation operation, Principal caller) {
        var shown = operation.toBuilder();
        if (operation.hasSnapshot()) {
            shown.setSnapshot(over(operation.getSnapshot(), caller));
        }
        if (!caller.mayUse(Role.READER)) {
            hideNames(shown);
        }
        return shown.build();
    }

    static Snapshot over(Snapshot snapshot, Principal caller) {
        return caller.scopes().isAll()
                ? snapshot
                : snapshot.toBuilder().clearStoredBytes().build();
    }

    private static void hideNames(Operation.Builder operation) {
        if (operation.hasCaptureFindings()) {
            operation.getCaptureFindingsBuilder().getFindingsBuilderList().forEach(Veil::hideName);
        }
        if (operation.hasRestore()) {
            operation.getRestoreBuilder().getFindingsBuilderList().forEach(Veil::hideName);
        }
        if (operation.hasVerify()) {
            operation
                    .getVerifyBuilder()
                    .getFindingsBuilderList()
                    .forEach(finding -> finding.clearPath().clearDetail());
        }
        if (operation.hasError()) {
            hideCause(operation);
        }
    }

    private static void hideName(PathFinding.Builder finding) {
        finding.clearPath().clearDetail();
    }

    /** Sentences name no files; what a system call said of one stands beside them. */
    private static void hideCause(Operation.Builder operation) {
        operation.getErrorDetailsBuilder().getErrorInfoBuilder().removeMetadata(GraphkeepException.CAUSE);
        for (var detail : operation.getErrorBuilder().getDetailsBuilderList()) {
            var any = detail.build();
            if (any.is(ErrorInfo.class)) {
                detail.mergeFrom(Any.pack(withoutCause(any)));
            }
        }
    }

    private static ErrorInfo withoutCause(Any info) {
        try {
            return info.unpack(ErrorInfo.class).toBuilder()
                    .removeMetadata(GraphkeepException.CAUSE)
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The error of an operation cannot be read", e);
        }
    }
}
