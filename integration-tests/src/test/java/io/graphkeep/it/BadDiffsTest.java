package io.graphkeep.it;

import io.graphkeep.v1.DiffSnapshotsRequest;
import io.grpc.Status.Code;

/** Comparisons of what is not there, and of what cannot be compared. */
class BadDiffsTest extends WrongCallTest {
    BadDiffsTest(WrongCallSite site) {
        super(site, 9);
    }

    @Override
    void fill() {
        invalid("a comparison of nothing", () -> diff(DiffSnapshotsRequest.newBuilder()));
        invalid("a comparison with half an id", () -> diff(of("0199", NO_ID)));
        invalid("a comparison of the latest of no graph", () -> diff(of("latest", NO_ID)));
        invalid("a comparison with the directory of no graph", () -> diff(of(NO_ID, "live")));
        invalid("a comparison from the directory", () -> diff(of("live", NO_ID).setGraphId("books")));
        invalid("a path that is cut short", () -> diff(of(NO_ID, NO_ID).setPathPrefix("%4")));
        invalid("values of files", () -> diff(of(NO_ID, NO_ID).setValues(true)));
        wrong("a comparison of unknown snapshots", Code.NOT_FOUND, "SNAPSHOT_NOT_FOUND", () -> diff(of(NO_ID, NO_ID)));
        wrong(
                "a comparison of what the files mean",
                Code.UNIMPLEMENTED,
                "NOT_IMPLEMENTED",
                () -> diff(of(NO_ID, NO_ID).setSemantic(true)));
    }

    private static DiffSnapshotsRequest.Builder of(String from, String to) {
        return DiffSnapshotsRequest.newBuilder().setFromSnapshotId(from).setToSnapshotId(to);
    }

    private void diff(DiffSnapshotsRequest.Builder request) {
        stubs().backup().diffSnapshots(request.build()).forEachRemaining(item -> {});
    }
}
