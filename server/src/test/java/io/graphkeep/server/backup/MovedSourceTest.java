package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.UpdateGraphRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A graph that gets another directory keeps its history, and believes nothing of the new one unread. */
class MovedSourceTest extends WithSource {
    MovedSourceTest() {
        super(ahead());
    }

    @BeforeEach
    void writeFile() throws IOException {
        Files.writeString(source.resolve("file"), "content");
    }

    @Test
    void allOfAMovedSourceIsReadOnceThoughEveryFileLooksAsItDid() throws IOException {
        site.capture(graph);
        assertThat(site.capture(graph).getCounts().getUnread()).isOne();
        var moved = Files.move(source, top.resolve("moved"));

        update("path", DirectorySource.newBuilder().setPath(moved.toString()));
        var first = site.capture(graph);
        var second = site.capture(graph);

        assertThat(first.getCounts().getUnread()).isZero();
        assertThat(second.getCounts().getUnread()).isOne();
        assertThat(site.ask("SELECT count(*) FROM snapshot")).isEqualTo("4");
    }

    @Test
    void aSnapshotOfTheOldSourceIsNotBelievedEitherOnceThatOfTheNewOneIsGone() throws IOException {
        site.capture(graph);
        var moved = Files.move(source, top.resolve("moved"));
        update("path", DirectorySource.newBuilder().setPath(moved.toString()));
        var first = site.capture(graph);
        site.store.deleteSnapshot(UUID.fromString(first.getSnapshotId()), "tester", tx -> {}, tx -> {});

        assertThat(site.capture(graph).getCounts().getUnread()).isZero();
    }

    @Test
    void otherExcludesLeaveWhatIsKnownOfTheFiles() throws IOException {
        Files.writeString(source.resolve("log"), "noise");
        site.capture(graph);

        update("excludes", DirectorySource.newBuilder().addExcludes("log"));
        var without = site.capture(graph).getCounts();

        assertThat(without.getFiles()).isOne();
        assertThat(without.getUnread()).isOne();
    }

    @Test
    void aSourceThatIsMovedUnderACaptureIsCapturedWhereItIsThen() throws Exception {
        var other = Files.createDirectory(top.resolve("other"));
        Files.writeString(other.resolve("one"), "1");
        Files.writeString(other.resolve("two"), "2");
        var context = new FakeContext(operation())
                .onStep(
                        "committing",
                        () -> update("path", DirectorySource.newBuilder().setPath(other.toString())));

        var snapshot = site.captures.run(context).unpack(Snapshot.class);

        assertThat(snapshot.getCounts().getFiles()).isEqualTo(2);
        assertThat(site.ask("SELECT count(*) FROM snapshot")).isEqualTo("1");
    }

    private void update(String field, DirectorySource.Builder directory) {
        var request = UpdateGraphRequest.newBuilder()
                .setGraph(Graph.newBuilder()
                        .setGraphId("books")
                        .setSource(Source.newBuilder().setDirectory(directory)))
                .setUpdateMask(FieldMask.newBuilder().addPaths("source.directory." + field))
                .build();
        var graphs = site.parts.graphs();
        var look = graphs.lookForUpdate(Principal.server(), request);
        site.database().inTransaction(tx -> graphs.update(tx, Principal.server(), request, look));
    }

    /** Of a kind that no handler takes, for a capture that the test runs by hand. */
    private OperationRow operation() {
        return site.start("BY_HAND", graph, UUID.randomUUID(), CreateSnapshotRequest.getDefaultInstance());
    }
}
