package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.GetGraphRequest;
import io.graphkeep.v1.GetOperationRequest;
import io.graphkeep.v1.GetSnapshotRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.ListGraphsRequest;
import io.graphkeep.v1.ListOperationsRequest;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.Source;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A table of wrong calls of one kind: each is refused with its documented code and reason, and leaves nothing behind.
 *
 * <p>All tables are tried on one server, one table after the other, so that what is left behind is known to be a table's own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedServers.class)
@ResourceLock("the server of the wrong calls")
abstract class WrongCallTest {
    static final String NO_ID = "01890000-0000-7000-8000-000000000000";

    final WrongCallSite site;
    private final int fewest;
    private final List<Wrong> table = new ArrayList<>();
    private SortedMap<String, String> before;

    /** A wrong call, and how it must be answered. */
    private record Wrong(String name, Code code, String reason, Runnable call) {}

    /** A table with at least this many lines. */
    WrongCallTest(WrongCallSite site, int fewest) {
        this.site = site;
        this.fewest = fewest;
    }

    /** Writes the lines of the table. */
    abstract void fill();

    @BeforeAll
    void fillTable() {
        before = TreeListing.of(site.roots);
        fill();
    }

    @TestFactory
    Stream<DynamicTest> everyWrongCallIsRefusedAsDocumented() {
        assertThat(table).hasSizeGreaterThanOrEqualTo(fewest);
        return table.stream().map(wrong -> DynamicTest.dynamicTest(wrong.name, () -> refused(wrong)));
    }

    @AfterAll
    void nothingIsLeftBehind() {
        assertThat(stubs().backup()
                        .listGraphs(ListGraphsRequest.getDefaultInstance())
                        .getGraphsList())
                .extracting(Graph::getGraphId)
                .containsExactlyInAnyOrder("books", "pushed");
        assertThat(TreeListing.of(site.roots)).isEqualTo(before);
        assertThat(stubs().monitoring()
                        .listOperations(ListOperationsRequest.getDefaultInstance())
                        .getOperationsList())
                .filteredOn(operation -> !operation.hasEndTime())
                .isEmpty();
    }

    final void wrong(String name, Code code, String reason, Runnable call) {
        table.add(new Wrong(name, code, reason, call));
    }

    final void invalid(String name, Runnable call) {
        wrong(name, Code.INVALID_ARGUMENT, "INVALID_ARGUMENT", call);
    }

    final Stubs stubs() {
        return site.stubs;
    }

    final Path roots() {
        return site.roots;
    }

    final RestoreSnapshotRequest.Builder restore() {
        return RestoreSnapshotRequest.newBuilder().setSnapshotId(site.snapshot).setGraphId("books");
    }

    final CreateGraphRequest changed(Graph.Builder graph) {
        var source = create("x", roots().resolve("books")).build().getGraph().getSource();
        return CreateGraphRequest.newBuilder()
                .setGraph(graph.setGraphId("x").setSource(source))
                .build();
    }

    static CreateGraphRequest.Builder create(String id, Path path) {
        return CreateGraphRequest.newBuilder()
                .setGraph(Graph.newBuilder()
                        .setGraphId(id)
                        .setSource(Source.newBuilder()
                                .setDirectory(DirectorySource.newBuilder().setPath(path.toString()))));
    }

    static GetGraphRequest graph(String id) {
        return GetGraphRequest.newBuilder().setGraphId(id).build();
    }

    static GetSnapshotRequest snapshot(String id) {
        return GetSnapshotRequest.newBuilder().setSnapshotId(id).build();
    }

    static GetOperationRequest operation(String id) {
        return GetOperationRequest.newBuilder().setOperationId(id).build();
    }

    private static void refused(Wrong wrong) throws Exception {
        StatusRuntimeException failure = null;
        try {
            wrong.call.run();
        } catch (StatusRuntimeException refusal) {
            failure = refusal;
        }
        if (failure == null) {
            throw new AssertionError(wrong.name + " was not refused");
        }
        var status = Objects.requireNonNull(StatusProto.fromThrowable(failure));
        assertThat(failure.getStatus().getCode()).as(failure.toString()).isEqualTo(wrong.code);
        assertThat(status.getMessage()).isNotBlank().doesNotContain("Exception");
        assertThat(status.getDetailsList()).isNotEmpty();
        assertThat(status.getDetails(0).unpack(ErrorInfo.class).getReason()).isEqualTo(wrong.reason);
    }
}
