package io.graphkeep.it;

import io.graphkeep.v1.VerifyLevel;
import io.graphkeep.v1.VerifySnapshotRequest;
import io.graphkeep.v1.VerifyStoreRequest;
import io.grpc.Status.Code;

/** Verifications of what is not there, and at what cannot be. */
class BadVerificationsTest extends WrongCallTest {
    BadVerificationsTest(WrongCallSite site) {
        super(site, 7);
    }

    @Override
    void fill() {
        invalid("a verification of no snapshot", () -> verify(VerifySnapshotRequest.newBuilder()));
        invalid(
                "a verification of the latest of no graph",
                () -> verify(VerifySnapshotRequest.newBuilder().setSnapshotId("latest")));
        wrong(
                "a verification of an unknown snapshot",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> verify(VerifySnapshotRequest.newBuilder().setSnapshotId(NO_ID)));
        wrong(
                "a verification of what files mean",
                Code.UNIMPLEMENTED,
                "NOT_IMPLEMENTED",
                () -> verify(VerifySnapshotRequest.newBuilder()
                        .setSnapshotId(site.snapshot)
                        .setLevel(VerifyLevel.VERIFY_LEVEL_SEMANTIC)));
        invalid(
                "a verification at less than no speed",
                () -> verify(VerifySnapshotRequest.newBuilder()
                        .setSnapshotId(site.snapshot)
                        .setBytesPerSecond(-1)));
        invalid(
                "a verification of more than all",
                () -> verify(VerifyStoreRequest.newBuilder().setShare(1.5)));
        invalid(
                "a verification of what the store means",
                () -> verify(VerifyStoreRequest.newBuilder().setLevel(VerifyLevel.VERIFY_LEVEL_SEMANTIC)));
    }

    private void verify(VerifySnapshotRequest.Builder request) {
        stubs().backup().verifySnapshot(request.build());
    }

    private void verify(VerifyStoreRequest.Builder request) {
        stubs().backup().verifyStore(request.build());
    }
}
