package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A catalog that is being made of its store acknowledges no snapshot that is not whole in it afterwards. */
final class RebuildFenceTest {
    @TempDir
    private Path home;

    private final Random random = new Random(3);
    /** So many that some are staged before the commit. */
    private final List<Sample.Piece> pieces =
            Stream.generate(() -> Sample.text(random, 1)).limit(250).toList();

    private TestStore test;
    private Store store;
    private UUID snapshot;
    private WriteSession session;

    @BeforeEach
    void open() throws IOException {
        test = new TestStore(home);
        store = test.open();
        snapshot = test.ids.next();
        session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, null));
        test.addSnapshot(snapshot, test.graph, session.id());
        Sample.fill(session, pieces, snapshot);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aWriterWhoseStagedSegmentsAreGoneCannotCommit() {
        test.sql("DELETE FROM segment WHERE number = (SELECT min(number) FROM segment)");

        assertThatThrownBy(() -> Sample.commit(test, session, snapshot))
                .satisfies(StoreTest.hasReason(Reason.CONFLICT));

        assertThat(state()).isEqualTo("CREATING");
    }

    @Test
    void anIndexThatIsSettledKeepsWhatAnOpenSessionHasStaged() throws IOException {
        new IndexSettlement(test.database()).run();
        Sample.commit(test, session, snapshot);

        assertThat(Sample.read(store, snapshot, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }

    @Test
    void noWriterCommitsWhileTheCatalogIsMadeAnew() {
        // Between the look at who owns the store, before the manifest, and the commit.
        test.backend().beforePut("manifests/", this::beginReconcile);

        assertThatThrownBy(() -> Sample.commit(test, session, snapshot))
                .satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE))
                .hasMessageContaining("graphkeep catalog reconcile");

        assertThat(state()).isEqualTo("CREATING");
    }

    @Test
    void nothingIsBegunWhileTheCatalogIsMadeAnew() {
        beginReconcile();

        assertThatThrownBy(() -> store.openWrite(new WriteRequest(test.graph, test.ids.next(), null, 0, null)))
                .satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));
        assertThatThrownBy(() -> store.survey(() -> {})).satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));
        assertThatThrownBy(() -> test.database().inTransaction(Condemnation::alone))
                .satisfies(StoreTest.hasReason(Reason.STORE_UNAVAILABLE));
    }

    private void beginReconcile() {
        test.sql("INSERT INTO catalog_rebuild (kind, begun_at) VALUES ('RECONCILE', now())");
    }

    private String state() {
        return test.ask("SELECT state FROM snapshot WHERE id = '" + snapshot + "'");
    }
}
