package io.graphkeep.it;

import io.graphkeep.v1.Operation;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreToDirectory;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;

/** Restores to where nothing may be written, and of what is not there. */
class BadRestoresTest extends WrongCallTest {
    BadRestoresTest(WrongCallSite site) {
        super(site, 7);
    }

    @Override
    void fill() {
        invalid(
                "a restore to nowhere",
                () -> stubs().backup().restoreSnapshot(restore().build()));
        wrong(
                "a restore outside of the roots",
                Code.PERMISSION_DENIED,
                "PATH_NOT_ALLOWED",
                () -> restoreTo(site.directory.resolve("outside/x")));
        wrong(
                "a restore into the home",
                Code.PERMISSION_DENIED,
                "PATH_NOT_ALLOWED",
                () -> restoreTo(site.server.home().resolve("x")));
        wrong(
                "a restore through a link",
                Code.PERMISSION_DENIED,
                "PATH_NOT_ALLOWED",
                () -> restoreTo(roots().resolve("way-out/outside/x")));
        wrong(
                "a restore onto other content",
                Code.FAILED_PRECONDITION,
                "DESTINATION_NOT_EMPTY",
                () -> restoreTo(roots().resolve("books")));
        wrong(
                "a restore of an unknown snapshot",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> stubs().backup()
                        .restoreSnapshot(restore()
                                .setSnapshotId(NO_ID)
                                .setInPlace(RestoreInPlace.getDefaultInstance())
                                .build()));
        wrong(
                "releasing what is no restore",
                Code.NOT_FOUND,
                "RESTORE_NOT_FOUND",
                () -> stubs().backup()
                        .releaseRestore(ReleaseRestoreRequest.newBuilder()
                                .setOperationId(NO_ID)
                                .build()));
    }

    private void restoreTo(Path path) {
        var started = stubs().backup()
                .restoreSnapshot(restore()
                        .setToDirectory(RestoreToDirectory.newBuilder().setPath(path.toString()))
                        .build());
        failIfFailed(stubs().ended(started.getOperation()));
    }

    private static void failIfFailed(Operation ended) {
        if (ended.hasError()) {
            throw StatusProto.toStatusRuntimeException(ended.getError());
        }
    }
}
