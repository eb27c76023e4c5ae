package io.graphkeep.server.api;

import static io.graphkeep.server.api.BackupFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.BackupServiceGrpc.BackupServiceBlockingStub;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.DeleteGraphRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.GetGraphRequest;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphKind;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.GraphRole;
import io.graphkeep.v1.ListGraphsRequest;
import io.graphkeep.v1.PushedSource;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.UpdateGraphRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs are made, found and listed. */
class GraphCallsTest {
    @TempDir
    Path directory;

    private BackupFixture site;

    @BeforeEach
    void open() throws IOException {
        site = new BackupFixture(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aGraphIsMadeOfADirectoryAndShownAgain() {
        var path = site.directory("books");
        var made = makeGraph(
                site.operator(),
                directoryGraph("books", path).setDescription("all of them").putLabels("team", "kb"));

        assertThat(made.getUid()).hasSize(36);
        assertThat(made.getSource().getDirectory().getPath()).isEqualTo(path.toString());
        assertThat(made.getSource().getDirectory().getNode()).isEqualTo(BackupFixture.NODE);
        assertThat(made.getKind()).isEqualTo(GraphKind.GRAPH_KIND_PLAIN);
        assertThat(made.getRole()).isEqualTo(GraphRole.GRAPH_ROLE_PRIMARY);
        assertThat(made.getCreatedBy()).isEqualTo("olga");
        assertThat(get("books")).isEqualTo(made);
        assertThat(site.eventsOf("graph.created")).isEqualTo(1);
        assertThat(site.facts)
                .containsExactly(
                        "graph/" + made.getUid() + " GRAPH",
                        "graph/" + made.getUid() + " POLICY",
                        "graph/" + made.getUid() + " LABELS",
                        "graph/" + made.getUid() + " EPOCH");
    }

    @Test
    void theServerLooksWhatADirectoryHolds() throws IOException {
        var path = site.directory("rag");
        Files.writeString(path.resolve("kv_store_doc_status.json"), "{}");

        assertThat(makeGraph(site.operator(), directoryGraph("rag", path)).getKind())
                .isEqualTo(GraphKind.GRAPH_KIND_LIGHT_RAG);
    }

    @Test
    void aSecondGraphOfTheSameIdIsRefused() {
        makeGraph(site.operator(), pushed("books"));

        refused(Reason.GRAPH_ALREADY_EXISTS, () -> makeGraph(site.operator(), pushed("books")));
    }

    @Test
    void aRepeatedCreationGivesTheFirstAnswer() {
        var request = CreateGraphRequest.newBuilder()
                .setGraph(pushed("books"))
                .setRequestId("once")
                .build();
        var first = site.operator().createGraph(request);

        assertThat(site.operator().createGraph(request)).isEqualTo(first);
        assertThat(site.eventsOf("graph.created")).isEqualTo(1);
        refused(
                Reason.REQUEST_ID_REUSED,
                () -> site.operator()
                        .createGraph(
                                request.toBuilder().setGraph(pushed("other")).build()));
    }

    @Test
    void aGraphNeedsAnIdASourceAndFieldsWithinTheirLimits() {
        for (var wrong : List.of(
                pushed("../../x"),
                pushed(""),
                pushed("Books"),
                pushed("books").setDescription("x".repeat(257)),
                pushed("books").putLabels("Team", "kb"),
                pushed("books").setPolicy(GraphPolicy.newBuilder().setTimeZone("nowhere")),
                Graph.newBuilder().setGraphId("books"),
                directoryGraph("books", Path.of("relative")),
                directoryGraph("books", Path.of("/bad%zz")),
                directoryGraph("books", Path.of("/bad%FF")),
                directoryGraph("books", Path.of("/a/../b")))) {
            refused(Reason.INVALID_ARGUMENT, () -> makeGraph(site.operator(), wrong));
        }
        assertThat(site.count("graph")).isZero();
        assertThat(site.count("state_record")).isZero();
    }

    @Test
    void aDirectoryIsRefusedForWhatItIs() throws IOException {
        var home = directory.resolve("home");
        Files.createSymbolicLink(site.root.resolve("way-out"), directory.getParent());

        refused(Reason.PATH_NOT_ALLOWED, () -> makeGraph(site.operator(), directoryGraph("a", home)));
        refused(Reason.PATH_NOT_ALLOWED, () -> makeGraph(site.operator(), directoryGraph("a", Path.of("/etc"))));
        refused(
                Reason.PATH_NOT_ALLOWED,
                () -> makeGraph(site.operator(), directoryGraph("a", site.root.resolve("way-out"))));
        refused(
                Reason.SOURCE_NOT_FOUND,
                () -> makeGraph(site.operator(), directoryGraph("a", site.root.resolve("nothing"))));
    }

    @Test
    void aDirectoryOfAnotherNodeIsLeftToThatNode() {
        var path = site.directory("books");
        var elsewhere = Graph.newBuilder()
                .setGraphId("books")
                .setSource(Source.newBuilder()
                        .setDirectory(DirectorySource.newBuilder()
                                .setPath(path.toString())
                                .setNode("node-b")));

        refused(Reason.SOURCE_ON_OTHER_NODE, () -> makeGraph(site.operator(), elsewhere));
    }

    @Test
    void aScopedCallerMakesAndSeesOnlyItsOwn() {
        var team = site.as(Role.OPERATOR, "tom", "team-*");
        makeGraph(site.operator(), pushed("books"));
        makeGraph(team, pushed("team-a"));

        refused(Reason.PERMISSION_DENIED, () -> makeGraph(team, pushed("mine")));
        refused(
                Reason.GRAPH_NOT_FOUND,
                () -> team.getGraph(
                        GetGraphRequest.newBuilder().setGraphId("books").build()));
        refused(Reason.GRAPH_NOT_FOUND, () -> update(team, "books", "description", "", "x"));
        refused(
                Reason.GRAPH_NOT_FOUND,
                () -> team.deleteGraph(
                        DeleteGraphRequest.newBuilder().setGraphId("books").build()));
        refused(
                Reason.GRAPH_NOT_FOUND,
                () -> team.createSnapshot(
                        CreateSnapshotRequest.newBuilder().setGraphId("books").build()));
        assertThat(team.listGraphs(ListGraphsRequest.getDefaultInstance()).getGraphsList())
                .extracting(Graph::getGraphId)
                .containsExactly("team-a");
    }

    @Test
    void anUnknownGraphIsNotThere() {
        refused(Reason.GRAPH_NOT_FOUND, () -> get("books"));
        refused(Reason.INVALID_ARGUMENT, () -> get("../../x"));
    }

    @Test
    void pagesMissNothingAndShowNothingTwiceWhileGraphsAreMade() {
        for (var number = 10; number < 30; number++) {
            makeGraph(site.operator(), pushed("g" + number));
        }
        var seen = new ArrayList<String>();
        var token = "";
        do {
            var page = site.operator()
                    .listGraphs(ListGraphsRequest.newBuilder()
                            .setPageSize(7)
                            .setPageToken(token)
                            .build());
            page.getGraphsList().forEach(graph -> seen.add(graph.getGraphId()));
            token = page.getNextPageToken();
            makeGraph(site.operator(), pushed("a" + seen.size()));
        } while (!token.isEmpty());

        assertThat(seen).filteredOn(id -> id.startsWith("g")).hasSize(20).doesNotHaveDuplicates();
        assertThat(seen).isSorted();
    }

    @Test
    void graphsAreFoundByLabelRoleAndBeginning() {
        makeGraph(site.operator(), pushed("books").putLabels("team", "kb").putLabels("env", "prod"));
        makeGraph(site.operator(), pushed("papers").putLabels("team", "kb"));
        makeGraph(site.operator(), pushed("music_1"));
        site.sql("UPDATE graph SET role = 'REPLICA' WHERE id = 'papers'");

        assertThat(listed(ListGraphsRequest.newBuilder().putLabels("team", "kb")))
                .containsExactly("books", "papers");
        assertThat(listed(ListGraphsRequest.newBuilder().putLabels("team", "kb").putLabels("env", "prod")))
                .containsExactly("books");
        assertThat(listed(ListGraphsRequest.newBuilder().setRole(GraphRole.GRAPH_ROLE_REPLICA)))
                .containsExactly("papers");
        assertThat(listed(ListGraphsRequest.newBuilder().setIdPrefix("music_"))).containsExactly("music_1");
    }

    @Test
    void aListRefusesForeignTokensAndWrongSizes() {
        for (var number = 0; number < 3; number++) {
            makeGraph(site.operator(), pushed("g" + number));
        }
        var token = site.operator()
                .listGraphs(ListGraphsRequest.newBuilder().setPageSize(1).build())
                .getNextPageToken();

        refused(
                Reason.INVALID_PAGE_TOKEN,
                () -> listed(ListGraphsRequest.newBuilder().setPageToken("nonsense")));
        refused(
                Reason.INVALID_PAGE_TOKEN,
                () -> listed(ListGraphsRequest.newBuilder().setPageToken(token).setIdPrefix("g")));
        refused(
                Reason.INVALID_ARGUMENT,
                () -> listed(ListGraphsRequest.newBuilder().setPageSize(-1)));
        refused(
                Reason.INVALID_ARGUMENT,
                () -> listed(ListGraphsRequest.newBuilder().setPageSize(1_001)));
        refused(
                Reason.INVALID_ARGUMENT,
                () -> listed(ListGraphsRequest.newBuilder().setIdPrefix("%")));
    }

    @Test
    void aListTellsOfEachGraphWhatIsKnownOfItsSnapshots() {
        makeGraph(site.operator(), pushed("books"));
        makeGraph(site.operator(), pushed("empty"));
        var now = OffsetDateTime.now(site.clock);
        site.snapshot("books", "COMPLETED", now.minusHours(2));
        var latest = site.snapshot("books", "COMPLETED", now.minusHours(1));
        site.snapshot("books", "PARTIAL", now);

        var graphs = site.operator()
                .listGraphs(ListGraphsRequest.getDefaultInstance())
                .getGraphsList();

        assertThat(graphs.get(0).getSummary().getSnapshotCount()).isEqualTo(3);
        assertThat(graphs.get(0).getSummary().getLatestSnapshotId()).isEqualTo(latest.toString());
        assertThat(graphs.get(0).getSummary().getLatestLogicalBytes()).isEqualTo(1000);
        assertThat(graphs.get(1).getSummary().getSnapshotCount()).isZero();
        assertThat(graphs.get(1).getSummary().hasLatestCutTime()).isFalse();
    }

    private List<String> listed(ListGraphsRequest.Builder request) {
        return site.operator().listGraphs(request.build()).getGraphsList().stream()
                .map(Graph::getGraphId)
                .toList();
    }

    private Graph get(String id) {
        return site.operator()
                .getGraph(GetGraphRequest.newBuilder().setGraphId(id).build())
                .getGraph();
    }

    static Graph update(BackupServiceBlockingStub caller, String id, String path, String etag, String text) {
        return caller.updateGraph(UpdateGraphRequest.newBuilder()
                        .setGraph(Graph.newBuilder().setGraphId(id).setDescription(text))
                        .setUpdateMask(FieldMask.newBuilder().addPaths(path))
                        .setEtag(etag)
                        .build())
                .getGraph();
    }

    static Graph makeGraph(BackupServiceBlockingStub caller, Graph.Builder graph) {
        return caller.createGraph(
                        CreateGraphRequest.newBuilder().setGraph(graph).build())
                .getGraph();
    }

    static Graph.Builder pushed(String id) {
        return Graph.newBuilder()
                .setGraphId(id)
                .setSource(Source.newBuilder().setPushed(PushedSource.getDefaultInstance()));
    }

    static Graph.Builder directoryGraph(String id, Path path) {
        return Graph.newBuilder()
                .setGraphId(id)
                .setSource(Source.newBuilder()
                        .setDirectory(DirectorySource.newBuilder().setPath(path.toString())));
    }
}
