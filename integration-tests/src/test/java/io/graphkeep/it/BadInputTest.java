package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.rpc.ErrorInfo;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.CancelOperationRequest;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.CreateTokenRequest;
import io.graphkeep.v1.DeleteGraphRequest;
import io.graphkeep.v1.DeleteSnapshotRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.GetGraphRequest;
import io.graphkeep.v1.GetOperationRequest;
import io.graphkeep.v1.GetSnapshotRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.ListGraphsRequest;
import io.graphkeep.v1.ListOperationsRequest;
import io.graphkeep.v1.ListSnapshotFilesRequest;
import io.graphkeep.v1.ListSnapshotsRequest;
import io.graphkeep.v1.ListTargetsRequest;
import io.graphkeep.v1.ListTokensRequest;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.ReplicationServiceGrpc;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.RetentionPolicy;
import io.graphkeep.v1.RevokeTokenRequest;
import io.graphkeep.v1.RunCleanupRequest;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.TokenRole;
import io.graphkeep.v1.UpdateGraphRequest;
import io.graphkeep.v1.WatchOperationRequest;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
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
import org.junit.jupiter.api.io.TempDir;

/** Wrong calls, one a line: each is refused with its documented code and reason, and leaves nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final String NO_ID = "01890000-0000-7000-8000-000000000000";

    private Path temporary;
    private ServerProcess server;
    private Stubs stubs;
    private Path roots;
    private String snapshot;
    private String monitor;
    private String reader;
    private String scoped;
    private String revoked;
    private SortedMap<String, String> before;
    private final List<Wrong> table = new ArrayList<>();

    /** A wrong call, and how it must be answered. */
    private record Wrong(String name, Code code, String reason, Runnable call) {}

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        temporary = directory;
        roots = Files.createDirectories(temporary.resolve("graphs"));
        var source = new SampleGraph(7).lightRag(roots.resolve("books"), 3);
        Files.createSymbolicLink(roots.resolve("way-out"), temporary);
        Files.writeString(roots.resolve("a-file"), "not a directory");
        Files.createDirectories(temporary.resolve("outside"));
        server = ServerProcess.start(temporary.resolve("home"), "GRAPHKEEP_ROOTS=" + roots);
        stubs = new Stubs(server);
        stubs.backup().createGraph(create("books", source).build());
        stubs.backup()
                .createGraph(CreateGraphRequest.newBuilder()
                        .setGraph(Graph.newBuilder()
                                .setGraphId("pushed")
                                .setSource(Source.newBuilder().setPushed(PushedSource.getDefaultInstance())))
                        .build());
        var captured = stubs.ended(stubs.backup()
                .createSnapshot(
                        CreateSnapshotRequest.newBuilder().setGraphId("books").build())
                .getOperation());
        snapshot = captured.getSnapshot().getSnapshotId();
        monitor = token("m", TokenRole.TOKEN_ROLE_MONITOR);
        reader = token("r", TokenRole.TOKEN_ROLE_READER);
        scoped = token("s", TokenRole.TOKEN_ROLE_OPERATOR, "other*");
        revoked = token("gone", TokenRole.TOKEN_ROLE_ADMIN);
        revoke("gone");
        before = TreeListing.of(roots);
        fillTable();
    }

    @AfterAll
    void nothingIsLeftBehind() {
        try {
            assertThat(stubs.backup()
                            .listGraphs(ListGraphsRequest.getDefaultInstance())
                            .getGraphsList())
                    .extracting(Graph::getGraphId)
                    .containsExactlyInAnyOrder("books", "pushed");
            assertThat(TreeListing.of(roots)).isEqualTo(before);
            assertThat(stubs.monitoring()
                            .listOperations(ListOperationsRequest.getDefaultInstance())
                            .getOperationsList())
                    .filteredOn(operation -> !operation.hasEndTime())
                    .isEmpty();
        } finally {
            stubs.close();
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyWrongCallIsRefusedAsDocumented() {
        assertThat(table).hasSizeGreaterThanOrEqualTo(60);
        return table.stream().map(wrong -> DynamicTest.dynamicTest(wrong.name, () -> refused(wrong)));
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

    private void fillTable() {
        badIds();
        badCreations();
        badPaths();
        badPages();
        badChanges();
        badRestores();
        badCallers();
        notBuilt();
    }

    private void badIds() {
        for (var id :
                List.of("../../x", "", "Books", "a/b", "-a", "a b", "ü", "a".repeat(64), ".", "books\n", "%2e%2e")) {
            invalid("GetGraph " + id, () -> stubs.backup().getGraph(graph(id)));
            invalid(
                    "CreateGraph " + id,
                    () -> stubs.backup()
                            .createGraph(create(id, roots.resolve("books")).build()));
        }
        for (var id : List.of("../../x", "", "7", "latest", "0189-0000", NO_ID + "0")) {
            invalid("GetSnapshot " + id, () -> stubs.backup().getSnapshot(snapshot(id)));
        }
        for (var id : List.of("../../x", "", "latest")) {
            invalid("GetOperation " + id, () -> stubs.monitoring().getOperation(operation(id)));
        }
        wrong(
                "an unknown graph",
                Code.NOT_FOUND,
                "GRAPH_NOT_FOUND",
                () -> stubs.backup().getGraph(graph("nowhere")));
        wrong(
                "an unknown snapshot",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> stubs.backup().getSnapshot(snapshot(NO_ID)));
        wrong(
                "the latest of an unknown graph",
                Code.NOT_FOUND,
                "GRAPH_NOT_FOUND",
                () -> stubs.backup()
                        .getSnapshot(snapshot("latest").toBuilder()
                                .setGraphId("nowhere")
                                .build()));
        wrong(
                "the latest of a graph without any",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> stubs.backup()
                        .getSnapshot(snapshot("latest").toBuilder()
                                .setGraphId("pushed")
                                .build()));
        wrong(
                "a snapshot of another graph",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> stubs.backup()
                        .getSnapshot(snapshot(snapshot).toBuilder()
                                .setGraphId("pushed")
                                .build()));
        wrong(
                "an unknown operation",
                Code.NOT_FOUND,
                "OPERATION_NOT_FOUND",
                () -> stubs.monitoring().getOperation(operation(NO_ID)));
        wrong(
                "watching an unknown operation",
                Code.NOT_FOUND,
                "OPERATION_NOT_FOUND",
                () -> stubs.monitoring()
                        .watchOperation(WatchOperationRequest.newBuilder()
                                .setOperationId(NO_ID)
                                .build())
                        .next());
        wrong(
                "cancelling an unknown operation",
                Code.NOT_FOUND,
                "OPERATION_NOT_FOUND",
                () -> stubs.monitoring()
                        .cancelOperation(CancelOperationRequest.newBuilder()
                                .setOperationId(NO_ID)
                                .build()));
        wrong(
                "a snapshot of an unknown graph",
                Code.NOT_FOUND,
                "GRAPH_NOT_FOUND",
                () -> stubs.backup()
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setGraphId("nowhere")
                                .build()));
        wrong(
                "deleting an unknown graph",
                Code.NOT_FOUND,
                "GRAPH_NOT_FOUND",
                () -> stubs.backup()
                        .deleteGraph(DeleteGraphRequest.newBuilder()
                                .setGraphId("nowhere")
                                .build()));
        wrong(
                "deleting an unknown snapshot",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> stubs.backup()
                        .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                                .setSnapshotId(NO_ID)
                                .build()));
    }

    private void badCreations() {
        invalid("a graph without anything", () -> stubs.backup().createGraph(CreateGraphRequest.getDefaultInstance()));
        invalid(
                "a graph without a source",
                () -> stubs.backup()
                        .createGraph(CreateGraphRequest.newBuilder()
                                .setGraph(Graph.newBuilder().setGraphId("x"))
                                .build()));
        wrong(
                "a graph that is there",
                Code.ALREADY_EXISTS,
                "GRAPH_ALREADY_EXISTS",
                () -> stubs.backup()
                        .createGraph(create("books", roots.resolve("books")).build()));
        invalid(
                "a description without end",
                () -> stubs.backup().createGraph(changed(Graph.newBuilder().setDescription("x".repeat(100_000)))));
        invalid("labels without end", () -> {
            var graph = Graph.newBuilder();
            for (var i = 0; i < 1000; i++) {
                graph.putLabels("label-" + i, "x");
            }
            stubs.backup().createGraph(changed(graph));
        });
        invalid(
                "a label with a strange key",
                () -> stubs.backup().createGraph(changed(Graph.newBuilder().putLabels("no blanks\u0000", "x"))));
        invalid(
                "a negative retention",
                () -> stubs.backup()
                        .createGraph(changed(Graph.newBuilder()
                                .setPolicy(GraphPolicy.newBuilder()
                                        .setRetention(
                                                RetentionPolicy.newBuilder().setKeepLast(-1))))));
        invalid(
                "an unknown time zone",
                () -> stubs.backup()
                        .createGraph(changed(Graph.newBuilder()
                                .setPolicy(GraphPolicy.newBuilder().setTimeZone("Mars/Olympus")))));
        invalid(
                "a request id with blanks",
                () -> stubs.backup()
                        .createGraph(create("x", roots.resolve("books"))
                                .setRequestId("a b")
                                .build()));
        wrong(
                "a message over the limit",
                Code.RESOURCE_EXHAUSTED,
                "REQUEST_TOO_LARGE",
                () -> stubs.backup().createGraph(changed(Graph.newBuilder().setDescription("x".repeat(5 << 20)))));
    }

    private void badPaths() {
        for (var path : List.of("books", "", "/../../etc", "a\u0000b")) {
            refusedPath("a source " + path, path);
        }
        notAllowed("a source outside of the roots", temporary.resolve("outside"));
        refusedPath("a source that leaves by dots", roots + "/../outside");
        notAllowed("a source that leaves by a link", roots.resolve("way-out/outside"));
        notAllowed("the server's home", server.home());
        notAllowed("the server's store", server.home().resolve("store"));
        notAllowed("a parent of the home", temporary);
        notAllowed("the root of everything", Path.of("/"));
        wrong(
                "a source that is not there",
                Code.FAILED_PRECONDITION,
                "SOURCE_NOT_FOUND",
                () -> stubs.backup()
                        .createGraph(create("x", roots.resolve("nowhere")).build()));
        wrong(
                "a source that is a file",
                Code.FAILED_PRECONDITION,
                "SOURCE_NOT_FOUND",
                () -> stubs.backup()
                        .createGraph(create("x", roots.resolve("a-file")).build()));
        wrong("a source on a node that is not there", Code.FAILED_PRECONDITION, "SOURCE_ON_OTHER_NODE", () -> {
            var source = DirectorySource.newBuilder()
                    .setPath(roots.resolve("books").toString())
                    .setNode("elsewhere");
            stubs.backup()
                    .createGraph(CreateGraphRequest.newBuilder()
                            .setGraph(Graph.newBuilder()
                                    .setGraphId("x")
                                    .setSource(Source.newBuilder().setDirectory(source)))
                            .build());
        });
    }

    private void badPages() {
        invalid(
                "a negative page of graphs",
                () -> stubs.backup()
                        .listGraphs(
                                ListGraphsRequest.newBuilder().setPageSize(-1).build()));
        invalid(
                "a huge page of graphs",
                () -> stubs.backup()
                        .listGraphs(
                                ListGraphsRequest.newBuilder().setPageSize(1001).build()));
        invalid(
                "a negative page of snapshots",
                () -> stubs.backup()
                        .listSnapshots(ListSnapshotsRequest.newBuilder()
                                .setPageSize(-7)
                                .build()));
        invalid(
                "a negative page of operations",
                () -> stubs.monitoring()
                        .listOperations(ListOperationsRequest.newBuilder()
                                .setPageSize(-7)
                                .build()));
        invalid(
                "a negative page of tokens",
                () -> stubs.admin()
                        .listTokens(
                                ListTokensRequest.newBuilder().setPageSize(-7).build()));
        badToken(
                "a page token of nobody's",
                () -> stubs.backup()
                        .listGraphs(ListGraphsRequest.newBuilder()
                                .setPageToken("AAAA")
                                .build()));
        badToken(
                "a page token that is no base64",
                () -> stubs.backup()
                        .listGraphs(ListGraphsRequest.newBuilder()
                                .setPageToken("%%%")
                                .build()));
        badToken("a page token of another list", () -> {
            var token = stubs.backup()
                    .listGraphs(ListGraphsRequest.newBuilder().setPageSize(1).build())
                    .getNextPageToken();
            stubs.backup()
                    .listSnapshots(ListSnapshotsRequest.newBuilder()
                            .setPageToken(token)
                            .build());
        });
        badToken("a page token with another filter", () -> {
            var token = stubs.backup()
                    .listGraphs(ListGraphsRequest.newBuilder().setPageSize(1).build())
                    .getNextPageToken();
            stubs.backup()
                    .listGraphs(ListGraphsRequest.newBuilder()
                            .setPageToken(token)
                            .setIdPrefix("b")
                            .build());
        });
    }

    private void badChanges() {
        invalid(
                "an update without a mask",
                () -> stubs.backup()
                        .updateGraph(UpdateGraphRequest.newBuilder()
                                .setGraph(Graph.newBuilder().setGraphId("books"))
                                .build()));
        invalid(
                "an update of what cannot change",
                () -> stubs.backup()
                        .updateGraph(UpdateGraphRequest.newBuilder()
                                .setGraph(Graph.newBuilder().setGraphId("books"))
                                .setUpdateMask(FieldMask.newBuilder().addPaths("uid"))
                                .build()));
        wrong(
                "an update of what has changed",
                Code.ABORTED,
                "ETAG_MISMATCH",
                () -> stubs.backup()
                        .updateGraph(UpdateGraphRequest.newBuilder()
                                .setGraph(Graph.newBuilder().setGraphId("books").setDescription("x"))
                                .setUpdateMask(FieldMask.newBuilder().addPaths("description"))
                                .setEtag("stale")
                                .build()));
        wrong(
                "deleting a graph with snapshots",
                Code.FAILED_PRECONDITION,
                "GRAPH_HAS_SNAPSHOTS",
                () -> stubs.backup()
                        .deleteGraph(DeleteGraphRequest.newBuilder()
                                .setGraphId("books")
                                .build()));
        wrong(
                "deleting a protected snapshot",
                Code.FAILED_PRECONDITION,
                "SNAPSHOT_PROTECTED",
                () -> stubs.backup()
                        .deleteSnapshot(DeleteSnapshotRequest.newBuilder()
                                .setSnapshotId(snapshot)
                                .build()));
        wrong(
                "a snapshot of what clients push",
                Code.FAILED_PRECONDITION,
                "SOURCE_KIND_MISMATCH",
                () -> stubs.backup()
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setGraphId("pushed")
                                .build()));
        invalid(
                "a wait without end",
                () -> stubs.backup()
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setGraphId("books")
                                .setWait(Duration.newBuilder().setSeconds(61))
                                .build()));
        invalid(
                "a negative wait",
                () -> stubs.backup()
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setGraphId("books")
                                .setWait(Duration.newBuilder().setSeconds(-1))
                                .build()));
        wrong("a request id with another body", Code.INVALID_ARGUMENT, "REQUEST_ID_REUSED", () -> {
            stubs.backup().updateGraph(describe("first", "same-id"));
            stubs.backup().updateGraph(describe("second", "same-id"));
        });
        invalid(
                "a token without a name",
                () -> stubs.admin()
                        .createToken(CreateTokenRequest.newBuilder()
                                .setRole(TokenRole.TOKEN_ROLE_READER)
                                .build()));
        invalid(
                "a token without a role",
                () -> stubs.admin()
                        .createToken(
                                CreateTokenRequest.newBuilder().setName("x").build()));
        invalid(
                "a token with a strange scope",
                () -> stubs.admin()
                        .createToken(CreateTokenRequest.newBuilder()
                                .setName("x")
                                .setRole(TokenRole.TOKEN_ROLE_READER)
                                .addScopes("*/..")
                                .build()));
        wrong(
                "revoking an unknown token",
                Code.NOT_FOUND,
                "TOKEN_NOT_FOUND",
                () -> stubs.admin()
                        .revokeToken(RevokeTokenRequest.newBuilder()
                                .setTokenId(NO_ID)
                                .build()));
    }

    private void badRestores() {
        invalid(
                "a restore to nowhere",
                () -> stubs.backup().restoreSnapshot(restore().build()));
        wrong(
                "a restore outside of the roots",
                Code.PERMISSION_DENIED,
                "PATH_NOT_ALLOWED",
                () -> restoreTo(temporary.resolve("outside/x")));
        wrong(
                "a restore into the home",
                Code.PERMISSION_DENIED,
                "PATH_NOT_ALLOWED",
                () -> restoreTo(server.home().resolve("x")));
        wrong(
                "a restore through a link",
                Code.PERMISSION_DENIED,
                "PATH_NOT_ALLOWED",
                () -> restoreTo(roots.resolve("way-out/outside/x")));
        wrong(
                "a restore onto other content",
                Code.FAILED_PRECONDITION,
                "DESTINATION_NOT_EMPTY",
                () -> restoreTo(roots.resolve("books")));
        wrong(
                "a restore of an unknown snapshot",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> stubs.backup()
                        .restoreSnapshot(restore()
                                .setSnapshotId(NO_ID)
                                .setInPlace(RestoreInPlace.getDefaultInstance())
                                .build()));
        wrong(
                "releasing what is no restore",
                Code.NOT_FOUND,
                "RESTORE_NOT_FOUND",
                () -> stubs.backup()
                        .releaseRestore(ReleaseRestoreRequest.newBuilder()
                                .setOperationId(NO_ID)
                                .build()));
    }

    private void badCallers() {
        unauthenticated("no token", "");
        unauthenticated("a token of nobody's", "gk_" + "A".repeat(43));
        unauthenticated("half a token", "gk_");
        unauthenticated("a token of another kind", "ghp_0123456789");
        unauthenticated("a revoked token", revoked);
        wrong("another scheme", Code.UNAUTHENTICATED, "UNAUTHENTICATED", () -> {
            var headers = new Metadata();
            headers.put(Stubs.AUTHORIZATION, "Basic YWRtaW46YWRtaW4=");
            BackupServiceGrpc.newBlockingStub(stubs.channel())
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .listGraphs(ListGraphsRequest.getDefaultInstance());
        });
        denied(
                "a monitor creates a graph",
                () -> stubs.backup(monitor)
                        .createGraph(create("x", roots.resolve("books")).build()));
        denied(
                "a monitor reads file names",
                () -> stubs.backup(monitor)
                        .listSnapshotFiles(ListSnapshotFilesRequest.newBuilder()
                                .setSnapshotId(snapshot)
                                .build()));
        denied(
                "a reader takes a snapshot",
                () -> stubs.backup(reader)
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setGraphId("books")
                                .build()));
        denied(
                "a reader restores",
                () -> stubs.backup(reader)
                        .restoreSnapshot(restore()
                                .setInPlace(RestoreInPlace.getDefaultInstance())
                                .build()));
        denied(
                "an operator makes tokens",
                () -> stubs.admin(scoped).createToken(CreateTokenRequest.getDefaultInstance()));
        denied(
                "a graph is created out of scope",
                () -> stubs.backup(scoped)
                        .createGraph(create("mine", roots.resolve("books")).build()));
        wrong(
                "a graph out of scope is not there",
                Code.NOT_FOUND,
                "GRAPH_NOT_FOUND",
                () -> stubs.backup(scoped).getGraph(graph("books")));
        wrong(
                "a snapshot out of scope is not there",
                Code.NOT_FOUND,
                "SNAPSHOT_NOT_FOUND",
                () -> stubs.backup(scoped).getSnapshot(snapshot(snapshot)));
        wrong(
                "an operation out of scope is not there",
                Code.NOT_FOUND,
                "OPERATION_NOT_FOUND",
                () -> stubs.monitoring(scoped)
                        .getOperation(operation(firstOperation().getOperationId())));
    }

    private void notBuilt() {
        wrong(
                "a cleanup",
                Code.UNIMPLEMENTED,
                "NOT_IMPLEMENTED",
                () -> stubs.backup().runCleanup(RunCleanupRequest.getDefaultInstance()));
        wrong(
                "a list of targets",
                Code.UNIMPLEMENTED,
                "NOT_IMPLEMENTED",
                () -> stubs.with(ReplicationServiceGrpc.newBlockingStub(stubs.channel()), stubs.adminToken())
                        .listTargets(ListTargetsRequest.getDefaultInstance()));
    }

    private void wrong(String name, Code code, String reason, Runnable call) {
        table.add(new Wrong(name, code, reason, call));
    }

    private void invalid(String name, Runnable call) {
        wrong(name, Code.INVALID_ARGUMENT, "INVALID_ARGUMENT", call);
    }

    private void badToken(String name, Runnable call) {
        wrong(name, Code.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN", call);
    }

    private void denied(String name, Runnable call) {
        wrong(name, Code.PERMISSION_DENIED, "PERMISSION_DENIED", call);
    }

    private void unauthenticated(String name, String token) {
        wrong(
                name,
                Code.UNAUTHENTICATED,
                "UNAUTHENTICATED",
                () -> stubs.backup(token).listGraphs(ListGraphsRequest.getDefaultInstance()));
    }

    private void notAllowed(String name, Path path) {
        wrong(
                name,
                Code.PERMISSION_DENIED,
                "PATH_NOT_ALLOWED",
                () -> stubs.backup().createGraph(create("x", path).build()));
    }

    private void refusedPath(String name, String path) {
        invalid(
                name,
                () -> stubs.backup()
                        .createGraph(CreateGraphRequest.newBuilder()
                                .setGraph(Graph.newBuilder()
                                        .setGraphId("x")
                                        .setSource(Source.newBuilder()
                                                .setDirectory(DirectorySource.newBuilder()
                                                        .setPathBytes(ByteString.copyFromUtf8(path)))))
                                .build()));
    }

    private void restoreTo(Path path) {
        var started = stubs.backup()
                .restoreSnapshot(restore()
                        .setToDirectory(RestoreToDirectory.newBuilder().setPath(path.toString()))
                        .build());
        failIfFailed(stubs.ended(started.getOperation()));
    }

    private static void failIfFailed(Operation ended) {
        if (ended.hasError()) {
            throw StatusProto.toStatusRuntimeException(ended.getError());
        }
    }

    private RestoreSnapshotRequest.Builder restore() {
        return RestoreSnapshotRequest.newBuilder().setSnapshotId(snapshot).setGraphId("books");
    }

    private Operation firstOperation() {
        return stubs.monitoring()
                .listOperations(ListOperationsRequest.getDefaultInstance())
                .getOperations(0);
    }

    private UpdateGraphRequest describe(String description, String requestId) {
        return UpdateGraphRequest.newBuilder()
                .setGraph(Graph.newBuilder().setGraphId("books").setDescription(description))
                .setUpdateMask(FieldMask.newBuilder().addPaths("description"))
                .setRequestId(requestId)
                .build();
    }

    private CreateGraphRequest changed(Graph.Builder graph) {
        var source = create("x", roots.resolve("books")).build().getGraph().getSource();
        return CreateGraphRequest.newBuilder()
                .setGraph(graph.setGraphId("x").setSource(source))
                .build();
    }

    private static CreateGraphRequest.Builder create(String id, Path path) {
        return CreateGraphRequest.newBuilder()
                .setGraph(Graph.newBuilder()
                        .setGraphId(id)
                        .setSource(Source.newBuilder()
                                .setDirectory(DirectorySource.newBuilder().setPath(path.toString()))));
    }

    private static GetGraphRequest graph(String id) {
        return GetGraphRequest.newBuilder().setGraphId(id).build();
    }

    private static GetSnapshotRequest snapshot(String id) {
        return GetSnapshotRequest.newBuilder().setSnapshotId(id).build();
    }

    private static GetOperationRequest operation(String id) {
        return GetOperationRequest.newBuilder().setOperationId(id).build();
    }

    private String token(String name, TokenRole role, String... scopes) {
        return stubs.admin()
                .createToken(CreateTokenRequest.newBuilder()
                        .setName(name)
                        .setRole(role)
                        .addAllScopes(List.of(scopes))
                        .build())
                .getSecret();
    }

    private void revoke(String name) {
        for (var token :
                stubs.admin().listTokens(ListTokensRequest.getDefaultInstance()).getTokensList()) {
            if (token.getName().equals(name)) {
                stubs.admin()
                        .revokeToken(RevokeTokenRequest.newBuilder()
                                .setTokenId(token.getTokenId())
                                .build());
            }
        }
    }
}
