package io.graphkeep.server.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that begins with a store of one snapshot. */
abstract class WithSnapshot {
    @TempDir
    Path home;

    TestStore test;
    Store store;
    UUID snapshot;
    final List<Sample.Piece> pieces = Sample.mixed(new Random(1), 8);

    @BeforeEach
    void open() throws IOException {
        test = new TestStore(home);
        store = test.open();
        snapshot = Sample.write(test, store, pieces, null);
    }

    @AfterEach
    void close() {
        test.close();
    }

    /** One of the pieces, of more than one chunk, that is known to be damaged. */
    Sample.Piece damagedPiece() {
        var ids = test.ask("SELECT string_agg(encode(id, 'hex'), ' ') FROM segment WHERE damaged");
        return pieces.stream()
                .filter(piece -> piece.segment().size() > 1)
                .filter(piece -> ids.contains(
                        HexFormat.of().formatHex(piece.segment().id().toBytes())))
                .findFirst()
                .orElseThrow();
    }
}
