package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots go in and come out, bit for bit, and are stored once. */
final class StoreTest {
    @TempDir
    private Path home;

    private TestStore test;
    private Store store;

    @BeforeEach
    void open() throws IOException {
        test = new TestStore(home);
        store = test.open();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whatWasWrittenIsReadBackBitForBit() throws IOException {
        var seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var pieces = Sample.mixed(new Random(seed), 60);

        var snapshot = Sample.write(test, store, pieces, null);

        assertThat(Sample.read(store, snapshot, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }

    @Test
    void aRestartedServerReadsItToo() throws IOException {
        var pieces = Sample.mixed(new Random(1), 20);
        var snapshot = Sample.write(test, store, pieces, null);

        var restarted = test.open();

        assertThat(Sample.read(restarted, snapshot, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }

    @Test
    void theTreeIsReadAsAStream() throws IOException {
        var snapshot = Sample.write(test, store, List.of(), null);

        try (var session = store.openRead(snapshot)) {
            assertThat(new String(session.tree().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("tree of " + snapshot);
        }
    }

    @Test
    void theSameContentIsStoredOnce() throws IOException {
        var pieces = Sample.mixed(new Random(2), 30);
        Sample.write(test, store, pieces, null);

        var again = new Written(pieces, null);

        assertThat(again.newBytes).isLessThan(100);
        assertThat(again.storedBytes).isLessThan(2_000);
    }

    @Test
    void oneChangedChunkStoresOneChunkAndItsSegmentsList() throws IOException {
        var random = new Random(3);
        var pieces = new ArrayList<>(List.of(Sample.text(random, 100), Sample.text(random, 100)));
        var parent = Sample.write(test, store, pieces, null);
        var before = pieces.get(1).segment().id();
        var fresh = Sample.text(random);
        pieces.set(1, pieces.get(1).with(50, fresh));

        var snapshot = test.ids.next();
        try (var session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, parent))) {
            test.addSnapshot(snapshot, test.graph, session.id());
            assertThat(session.descriptor(before)).isPresent();
            Sample.fill(session, pieces, snapshot);
            Sample.commit(test, session, snapshot);

            assertThat(session.newBytes()).isBetween((long) fresh.length, fresh.length + 100L);
        }
        assertThat(Sample.read(store, snapshot, Sample.ids(pieces))).isEqualTo(Sample.bytes(pieces));
    }

    @Test
    void whatOnlyAnotherGraphHasIsNewToThisOneAndNotStoredAgain() throws IOException {
        var pieces = Sample.mixed(new Random(7), 5);
        var first = new Written(pieces, null);

        var other = new Written(test.addGraph("tenant"), pieces, null);
        var alone = new Written(test.addGraph("alone"), Sample.mixed(new Random(8), 5), null);

        assertThat(other.newBytes).isEqualTo(first.newBytes);
        assertThat(other.storedBytes).isLessThan(alone.storedBytes / 10);
    }

    @Test
    void whatAnOlderSnapshotOfTheGraphHasIsNotNewAlthoughTheParentHasItNot() throws IOException {
        var pieces = Sample.mixed(new Random(7), 5);
        new Written(pieces, null);
        var parent = new Written(Sample.mixed(new Random(9), 1), null);

        assertThat(new Written(pieces, parent.id).newBytes).isLessThan(100);
    }

    @Test
    void aChunkThatAppearsTwiceInASnapshotIsStoredOnce() throws IOException {
        var chunk = Sample.text(new Random(4));
        var pieces = List.of(
                Sample.of(Kind.TEXT, Collections.nCopies(10, chunk)),
                Sample.of(Kind.TEXT, Collections.nCopies(11, chunk)));

        assertThat(new Written(pieces, null).newBytes).isBetween((long) chunk.length, chunk.length + 100L);
    }

    @Test
    void onlyTheChunksThatAreWantedAreGiven() throws IOException {
        var pieces = List.of(Sample.text(new Random(5), 20));
        var snapshot = Sample.write(test, store, pieces, null);
        var given = new ArrayList<Integer>();

        try (var session = store.openRead(snapshot)) {
            session.read(Sample.ids(pieces), new ChunkConsumer() {
                @Override
                public void accept(int position, int chunk, byte[] bytes, int offset, int length) {
                    given.add(chunk);
                }

                @Override
                public boolean wants(int position, int chunk) {
                    return chunk % 7 == 0;
                }
            });
        }

        assertThat(given).containsExactly(0, 7, 14);
    }

    @Test
    void muchMoreIsReadThanEverIsInMemory() throws IOException {
        var random = new Random(6);
        var piece = Sample.of(Kind.BINARY, List.of(random(random, 1 << 20), random(random, 1 << 20)));
        var snapshot = Sample.write(test, store, List.of(piece), null);
        var times = 200;
        var total = new long[1];

        try (var session = store.openRead(snapshot)) {
            session.read(
                    Collections.nCopies(times, piece.segment().id()),
                    (position, chunk, bytes, offset, length) -> total[0] += length);
        }

        assertThat(total[0]).isEqualTo((times * 2L) << 20);
    }

    @Test
    void aSnapshotThatIsNotThereSaysSo() {
        assertThatThrownBy(() -> store.openRead(UUID.randomUUID())).satisfies(hasReason(Reason.SNAPSHOT_NOT_FOUND));
    }

    @Test
    void belowTheReserveNothingIsBegun() {
        test.backend().setSpace(1L << 30, 1L << 40);
        assertThatThrownBy(() -> Store.open(
                                StoreSettings.defaults(),
                                test.backend(),
                                test.database(),
                                test.keyFile(),
                                new EventLog(test.clock, true),
                                test.ids,
                                test.clock,
                                UUID.fromString(test.ask("SELECT id FROM process LIMIT 1")))
                        .openWrite(new WriteRequest(test.graph, test.ids.next(), null, 0, null)))
                .satisfies(hasReason(Reason.STORE_FULL));
        assertThat(test.ask("SELECT count(*) FROM pack")).isEqualTo("0");
    }

    @Test
    void aDiskThatFillsUpDuringACaptureEndsItCleanly() throws IOException {
        var pieces = Sample.mixed(new Random(8), 60);
        var snapshot = test.ids.next();
        try (var session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, null))) {
            test.addSnapshot(snapshot, test.graph, session.id());
            session.add(
                    List.of(new NewSegment(
                            pieces.get(0).segment(), pieces.get(0).bytes())),
                    Neighbours.NONE);
            test.backend().setSpace(100, 1L << 40);

            assertThatThrownBy(() -> Sample.fill(session, pieces, snapshot))
                    .satisfies(hasReason(Reason.STORE_FULL))
                    .hasMessageContaining("the next pack")
                    .hasMessageContaining("could not be written, as 100 bytes of it are free");
        }
        assertThatThrownBy(() -> store.openRead(snapshot)).satisfies(hasReason(Reason.SNAPSHOT_NOT_READY));
        assertThat(store.status().orphanPacks()).isPositive();
    }

    @Test
    void theStatusTellsWhatIsThere() throws IOException {
        Sample.write(test, store, Sample.mixed(new Random(9), 10), null);

        var status = store.status();

        assertThat(status.readOnly()).isEmpty();
        assertThat(status.generation()).isEqualTo(1);
        assertThat(status.packs()).isGreaterThanOrEqualTo(2);
        assertThat(status.packBytes()).isEqualTo(bytesUnder("packs"));
        assertThat(status.orphanPacks()).isZero();
        assertThat(status.pendingRecords()).isZero();
        assertThat(status.oldestSession()).isEmpty();
        assertThat(status.room().space()).isPresent();
    }

    @Test
    void nothingOfTheContentLiesInTheStoreInTheClear() throws IOException {
        var secret = "the heart of the matter, which is nobody's business".getBytes(StandardCharsets.UTF_8);
        Sample.write(test, store, List.of(Sample.of(Kind.TEXT, List.of(secret))), null);

        try (var files = Files.walk(test.directory())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("heart of the matter");
            }
        }
    }

    static Consumer<Throwable> hasReason(Reason reason) {
        return failure -> assertThat(failure)
                .isInstanceOfSatisfying(
                        GraphkeepException.class,
                        known -> assertThat(known.reason()).as(known.sentence()).isEqualTo(reason));
    }

    private static byte[] random(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private long bytesUnder(String name) throws IOException {
        try (var files = Files.walk(test.directory().resolve(name))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** A snapshot that was written, and what that cost. */
    private final class Written {
        final UUID id;
        final long newBytes;
        final long storedBytes;

        Written(List<Sample.Piece> pieces, @Nullable UUID parent) throws IOException {
            this(test.graph, pieces, parent);
        }

        Written(UUID graph, List<Sample.Piece> pieces, @Nullable UUID parent) throws IOException {
            var snapshot = test.ids.next();
            id = snapshot;
            try (var session = store.openWrite(new WriteRequest(graph, snapshot, null, 0, parent))) {
                test.addSnapshot(snapshot, graph, session.id());
                Sample.fill(session, pieces, snapshot);
                var committed = Sample.commit(test, session, snapshot);
                newBytes = committed.newBytes();
                storedBytes = committed.storedBytes();
            }
        }
    }
}
