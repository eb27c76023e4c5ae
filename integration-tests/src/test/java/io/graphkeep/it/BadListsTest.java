package io.graphkeep.it;

import io.graphkeep.v1.ListGraphsRequest;
import io.graphkeep.v1.ListOperationsRequest;
import io.graphkeep.v1.ListSnapshotsRequest;
import io.graphkeep.v1.ListTokensRequest;
import io.grpc.Status.Code;

/** Pages that cannot be asked for, with sizes and page tokens that are not good for them. */
class BadListsTest extends WrongCallTest {
    BadListsTest(WrongCallSite site) {
        super(site, 9);
    }

    @Override
    void fill() {
        invalid(
                "a negative page of graphs",
                () -> stubs().backup()
                        .listGraphs(
                                ListGraphsRequest.newBuilder().setPageSize(-1).build()));
        invalid(
                "a huge page of graphs",
                () -> stubs().backup()
                        .listGraphs(
                                ListGraphsRequest.newBuilder().setPageSize(1001).build()));
        invalid(
                "a negative page of snapshots",
                () -> stubs().backup()
                        .listSnapshots(ListSnapshotsRequest.newBuilder()
                                .setPageSize(-7)
                                .build()));
        invalid(
                "a negative page of operations",
                () -> stubs().monitoring()
                        .listOperations(ListOperationsRequest.newBuilder()
                                .setPageSize(-7)
                                .build()));
        invalid(
                "a negative page of tokens",
                () -> stubs().admin()
                        .listTokens(
                                ListTokensRequest.newBuilder().setPageSize(-7).build()));
        badToken(
                "a page token of nobody's",
                () -> stubs().backup()
                        .listGraphs(ListGraphsRequest.newBuilder()
                                .setPageToken("AAAA")
                                .build()));
        badToken(
                "a page token that is no base64",
                () -> stubs().backup()
                        .listGraphs(ListGraphsRequest.newBuilder()
                                .setPageToken("%%%")
                                .build()));
        badToken("a page token of another list", () -> {
            var token = stubs().backup()
                    .listGraphs(ListGraphsRequest.newBuilder().setPageSize(1).build())
                    .getNextPageToken();
            stubs().backup()
                    .listSnapshots(ListSnapshotsRequest.newBuilder()
                            .setPageToken(token)
                            .build());
        });
        badToken("a page token with another filter", () -> {
            var token = stubs().backup()
                    .listGraphs(ListGraphsRequest.newBuilder().setPageSize(1).build())
                    .getNextPageToken();
            stubs().backup()
                    .listGraphs(ListGraphsRequest.newBuilder()
                            .setPageToken(token)
                            .setIdPrefix("b")
                            .build());
        });
    }

    private void badToken(String name, Runnable call) {
        wrong(name, Code.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN", call);
    }
}
