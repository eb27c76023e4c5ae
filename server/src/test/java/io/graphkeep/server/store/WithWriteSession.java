package io.graphkeep.server.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that begins with a store and a session that has written a snapshot, not yet committed. */
abstract class WithWriteSession {
    @TempDir
    private Path home;

    TestStore test;
    Store store;
    final List<Sample.Piece> pieces = Sample.mixed(new Random(1), 12);
    UUID snapshot;
    WriteSession session;

    @BeforeEach
    void open() throws IOException {
        test = new TestStore(home);
        store = test.open();
        snapshot = test.ids.next();
        session = write(snapshot, null);
    }

    @AfterEach
    void close() {
        test.close();
    }

    WriteSession write(UUID id, @Nullable UUID parent) throws IOException {
        var made = store.openWrite(new WriteRequest(test.graph, id, null, 0, parent));
        test.addSnapshot(id, test.graph, made.id());
        Sample.fill(made, pieces, id);
        return made;
    }

    void commit() throws IOException {
        Sample.commit(test, session, snapshot);
    }

    String state() {
        return state(snapshot);
    }

    String state(UUID id) {
        return test.ask("SELECT state FROM snapshot WHERE id = '" + id + "'");
    }
}
