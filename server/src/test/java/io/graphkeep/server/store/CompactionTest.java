package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import io.graphkeep.server.catalog.store.SessionKind;
import io.graphkeep.server.errors.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compaction frees what is dead in packs that are not, and gathers what is spread, while all that lives stays whole. */
final class CompactionTest {
    private static final CollectionLimits HALF = limits(0.5, Integer.MAX_VALUE);

    @TempDir
    private Path home;

    private TestStore test;
    private Store store;
    private final Random random = new Random(11);
    private final List<Sample.Piece> pieces = Sample.mixed(random, 12);

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
    void packsThatAreMostlyDeadAreRewrittenAndTheRestRestores() throws IOException {
        var kept = mostlyDead();
        var before = bytes();

        var collected = store.survey(() -> {}).collect(HALF, () -> {});

        assertThat(collected.compacted()).isPositive();
        assertThat(bytes()).isEqualTo(before - collected.packs().bytes()).isLessThan(before / 2);
        assertThat(test.ask("SELECT count(*) FROM pack WHERE state <> 'LIVE'")).isEqualTo("0");
        requireWhole(kept, pieces.subList(0, 2));
        assertThat(store.survey(() -> {}).collect(HALF, () -> {}).compacted()).isZero();
    }

    @Test
    void aForecastTellsWhatWouldBeRewrittenAndAboutWhatThatGivesBack() throws IOException {
        var old = Sample.write(test, store, pieces, null);
        Sample.write(test, store, pieces.subList(0, 2), old);
        var before = bytes();

        var forecast = store.wouldCollect(Set.of(old), HALF, () -> {});
        var unchanged = store.wouldCollect(Set.of(), HALF, () -> {});

        assertThat(unchanged.compacted()).isZero();
        assertThat(unchanged.packs().bytes()).isZero();
        assertThat(bytes()).isEqualTo(before);
        delete(old);
        var afterDeletion = store.wouldCollect(Set.of(), HALF, () -> {});
        var collected = store.survey(() -> {}).collect(HALF, () -> {});
        assertThat(forecast.compacted()).isEqualTo(collected.compacted()).isPositive();
        assertThat(forecast.packs().bytes())
                .isCloseTo(collected.packs().bytes(), withPercentage(20))
                .isEqualTo(afterDeletion.packs().bytes());
        assertThat(store.wouldCollect(Set.of(), HALF, () -> {}).compacted()).isZero();
    }

    @Test
    void aForecastKeepsToWhatOneCleanupMayRewrite() throws IOException {
        mostlyDead();

        var forecast = store.wouldCollect(Set.of(), new CollectionLimits(0, 1, HALF.compaction()), () -> {});

        assertThat(forecast.compacted()).isZero();
    }

    @Test
    void whatIsMostlyAliveIsLeftAndNotLookedAtAgain() throws IOException {
        var old = Sample.write(test, store, pieces, null);
        var kept = Sample.write(test, store, pieces.subList(0, 11), old);
        delete(old);

        assertThat(store.survey(() -> {})
                        .collect(limits(0.9, Integer.MAX_VALUE), () -> {})
                        .compacted())
                .isZero();

        assertThat(test.ask("SELECT count(*) FROM pack WHERE thinned")).isEqualTo("0");
        requireWhole(kept, pieces.subList(0, 11));
    }

    @Test
    void aReaderReadsOnInAPackThatIsRewrittenUnderIt() throws IOException {
        var kept = mostlyDead();
        var wanted = pieces.subList(0, 2);
        var out = new ByteArrayOutputStream();
        try (var reader = store.openRead(kept)) {
            reader.segment(wanted.getFirst().segment().id());

            assertThat(store.survey(() -> {}).collect(HALF, () -> {}).compacted())
                    .isPositive();

            reader.read(
                    Sample.ids(wanted), (position, chunk, bytes, offset, length) -> out.write(bytes, offset, length));
        }
        assertThat(out.toByteArray()).isEqualTo(Sample.bytes(wanted));
        var waiting = bytes();
        store.survey(() -> {}).collect(HALF, () -> {});
        assertThat(bytes()).isLessThan(waiting);
        requireWhole(kept, wanted);
    }

    @Test
    void aWriterThatFoundChunksInAPackBeforeItWasRewrittenCommitsThem() throws IOException {
        mostlyDead();
        var changed = new ArrayList<>(pieces.subList(0, 2));
        changed.set(0, pieces.getFirst().with(0, Sample.text(random)));
        var snapshot = test.ids.next();
        try (var session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, null))) {
            test.addSnapshot(snapshot, test.graph, session.id());
            assertThat(session.descriptor(pieces.getFirst().segment().id())).isPresent();

            assertThat(store.survey(() -> {}).collect(HALF, () -> {}).compacted())
                    .isPositive();

            Sample.fill(session, changed, snapshot);
            Sample.commit(test, session, snapshot);
        }
        store.survey(() -> {}).collect(HALF, () -> {});
        store.survey(() -> {}).collect(HALF, () -> {});
        requireWhole(snapshot, changed);
    }

    @Test
    void aCompactionWhoseSessionWasEndedMovesNothingAndLeavesOrphansOnly() throws IOException {
        var kept = mostlyDead();
        Runnable reaper = () -> test.sql("UPDATE session SET state = 'ABORTED' WHERE kind = 'COMPACT'");

        assertThatThrownBy(() -> store.survey(() -> {}).collect(HALF, reaper))
                .satisfies(StoreTest.hasReason(Reason.STALE_SESSION));

        requireWhole(kept, pieces.subList(0, 2));
        assertThat(store.survey(() -> {}).collect(HALF, () -> {}).compacted()).isPositive();
        store.survey(() -> {}).collect(HALF, () -> {});
        assertThat(test.ask("SELECT count(*) FROM pack WHERE state <> 'LIVE'")).isEqualTo("0");
        requireWhole(kept, pieces.subList(0, 2));
    }

    @Test
    void whatADeadServerWasReadingAndRewritingHoldsUpNoCleanupAfterTheNextStart() throws IOException {
        var kept = mostlyDead();
        store.openRead(kept);
        store.sessions().open(SessionKind.COMPACT, null, null, 0);

        store = test.open();

        assertThat(store.survey(() -> {}).collect(HALF, () -> {}).compacted()).isPositive();
        assertThat(test.ask("SELECT count(*) FROM pack WHERE state <> 'LIVE'")).isEqualTo("0");
        requireWhole(kept, pieces.subList(0, 2));
    }

    @Test
    void whatWaitedForASessionThatEndsDuringTheCompactionWaitsUntilItIsMeasured() throws IOException {
        var large = Sample.write(test, store, Sample.mixed(random, 20), null);
        var waiting = packs();
        mostlyDead();
        var reader = store.openRead(large);
        delete(large);
        Runnable ending = () -> {
            if (!test.ask("SELECT id FROM session WHERE kind = 'COMPACT' AND state = 'OPEN'")
                    .equals("none")) {
                reader.close();
            }
        };

        var collected = store.survey(() -> {}).collect(HALF, ending);

        assertThat(collected.compacted()).isPositive();
        assertThat(packs()).containsAll(waiting);
        assertThat(collected.notes()).singleElement().asString().contains("wait for the next");
        assertThatThrownBy(() -> store.survey(() -> {}).collect(new CollectionLimits(0.3, 0), () -> {}))
                .satisfies(StoreTest.hasReason(Reason.ALLOW_SHARE_EXCEEDED));
    }

    @Test
    void damageIsNotCopied() throws IOException {
        mostlyDead();
        for (var pack : packs()) {
            var bytes = Files.readAllBytes(pack);
            bytes[100] ^= 1;
            Files.write(pack, bytes);
        }

        store.survey(() -> {}).collect(HALF, () -> {});

        assertThat(test.ask("SELECT count(*) > 0 FROM segment WHERE damaged AND state = 'LIVE'"))
                .isEqualTo("t");
        assertThat(test.ask("SELECT count(*) FROM segment JOIN pack ON pack.number = ANY (segment.packs)"
                        + " WHERE segment.damaged AND segment.state = 'LIVE' AND pack.state <> 'LIVE'"))
                .isEqualTo("0");
    }

    @Test
    void aSegmentThatIsSpreadOverManyPacksIsGathered() throws IOException {
        var content = Sample.vectors(random, 64, 256);
        UUID last = Sample.write(test, store, List.of(content), null);
        for (var i = 0; i < 11; i++) {
            var changed =
                    content.with(5 * i, Sample.vectors(random, 1, 256).chunks().getFirst());
            var snapshot = test.ids.next();
            try (var session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, last))) {
                test.addSnapshot(snapshot, test.graph, session.id());
                assertThat(session.descriptor(content.segment().id())).isPresent();
                Sample.fill(session, List.of(changed), snapshot);
                Sample.commit(test, session, snapshot);
            }
            content = changed;
            last = snapshot;
        }
        assertThat(spread()).isGreaterThan(9);

        store.survey(() -> {}).collect(limits(2, 9), () -> {});

        assertThat(spread()).isLessThanOrEqualTo(9);
        requireWhole(last, List.of(content));
    }

    @Test
    void damageThatHitsNothingThatLivesGoesWithTheNextCleanup() throws IOException, InterruptedException {
        var one = test.open(
                test.keyFile(),
                new StoreSettings(
                        1, 32 << 20, 0L, 1, 1, true, Duration.ofMinutes(1), 64 << 20, Duration.ofMinutes(10)));
        var living = Sample.text(random, 256);
        var old = Sample.write(test, one, List.of(Sample.binary(random, 128), living), null);
        var kept = Sample.write(test, one, List.of(living), old);
        delete(old);
        var nine = limits(0.9, Integer.MAX_VALUE);
        assertThat(one.survey(() -> {}).collect(nine, () -> {}).compacted()).isZero();
        test.damageData();

        var found = check(one);

        assertThat(found.isIntact()).isFalse();
        assertThat(found.corrupt()).isEmpty();
        assertThat(one.wouldCollect(Set.of(), nine, () -> {}).compacted()).isEqualTo(1);
        assertThat(one.survey(() -> {}).collect(nine, () -> {}).compacted()).isEqualTo(1);
        assertThat(check(one).isIntact()).isTrue();
        assertThat(Sample.read(one, kept, Sample.ids(List.of(living)))).isEqualTo(Sample.bytes(List.of(living)));
        assertThat(one.survey(() -> {}).collect(nine, () -> {}).compacted()).isZero();
    }

    private static CheckReport check(Store store) throws InterruptedException {
        return store.check()
                .ofStore(new CheckOrder(CheckLevel.CONTENT, 1, 1, null, 0), TestStore.UNWATCHED, report -> {});
    }

    private int spread() {
        return Integer.parseInt(test.ask("SELECT max(cardinality(packs)) FROM segment WHERE state = 'LIVE'"));
    }

    /** A snapshot that takes over two of the twelve segments of one that is gone. */
    private UUID mostlyDead() throws IOException {
        var old = Sample.write(test, store, pieces, null);
        var kept = Sample.write(test, store, pieces.subList(0, 2), old);
        delete(old);
        return kept;
    }

    private static CollectionLimits limits(double dead, int spread) {
        return new CollectionLimits(1, 0, new CompactionLimits(dead, spread));
    }

    private void delete(UUID snapshot) {
        store.deleteSnapshot(snapshot, "ann", tx -> {}, tx -> {});
    }

    private void requireWhole(UUID snapshot, List<Sample.Piece> expected) throws IOException {
        assertThat(Sample.read(store, snapshot, Sample.ids(expected))).isEqualTo(Sample.bytes(expected));
    }

    private long bytes() throws IOException {
        var sum = 0L;
        for (var pack : packs()) {
            sum += Files.size(pack);
        }
        return sum;
    }

    private List<Path> packs() throws IOException {
        try (var files = Files.walk(test.directory().resolve("packs"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
