package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an older catalog knows to be damaged is damaged still when it was brought up to its store, unless it was stored anew. */
final class ReconciledDamageTest {
    @TempDir
    private Path home;

    private final Sample.Piece piece = Sample.binary(new Random(5), 4);
    private TestStore test;
    private UUID snapshot;
    private TestDatabase older;

    @BeforeEach
    void damage() throws IOException {
        test = new TestStore(home);
        var store = test.open();
        test.recordGraph(store);
        snapshot = write(store, piece);
        test.damageData();
        var damaged = test.open();
        assertThatThrownBy(() -> Sample.read(damaged, snapshot, Sample.ids(List.of(piece))))
                .satisfies(StoreTest.hasReason(Reason.SNAPSHOT_CORRUPT));
        older = test.dump();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aSegmentOfWhichOnlyAnotherChunkLiesElsewhereNowStaysDamaged() throws IOException {
        var last = Sample.of(Kind.BINARY, List.of(piece.chunks().getLast()));
        write(test.open(), last);

        test.reconcile(older);

        assertThat(state()).isEqualTo("CORRUPT");
        assertThat(test.ask("SELECT count(*) FROM segment WHERE damaged")).isEqualTo("1");
    }

    @Test
    void aSegmentThatWasStoredAnewSinceIsWhole() throws IOException {
        write(test.open(), piece);

        test.reconcile(older);

        assertThat(state()).isEqualTo("COMPLETED");
        assertThat(Sample.read(test.open(), snapshot, Sample.ids(List.of(piece))))
                .isEqualTo(Sample.bytes(List.of(piece)));
    }

    /** A snapshot with a tree that can be read again, as a rebuild does. */
    private UUID write(Store store, Sample.Piece content) throws IOException {
        var id = test.ids.next();
        var tree = Sample.treeOf(List.of(content));
        try (var session = store.openWrite(new WriteRequest(test.graph, id, null, 0, null))) {
            test.addSnapshot(id, test.graph, session.id());
            session.add(List.of(new NewSegment(content.segment(), content.bytes())), Neighbours.NONE);
            session.addTree(new NewSegment(tree.segment(), tree.bytes()), Neighbours.NONE);
            session.commit(Sample.manifest(test.graph, id, tree), new SnapshotTotals(false, 0, "ann"), tx -> {});
        }
        return id;
    }

    private String state() {
        return test.ask("SELECT state FROM snapshot WHERE id = '" + snapshot + "'");
    }
}
