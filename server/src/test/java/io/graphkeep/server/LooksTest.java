package io.graphkeep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.backup.CleanupStanding;
import io.graphkeep.server.backup.Scrubs;
import io.graphkeep.server.catalog.snapshot.CorruptRow;
import io.graphkeep.server.monitoring.HealthState;
import io.graphkeep.server.monitoring.Verdict;
import io.graphkeep.server.security.KeyExport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LooksTest {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path keys;

    private Path key;
    private KeyExport export;

    @BeforeEach
    void makeKey() throws IOException {
        key = Files.write(keys.resolve("master.key"), new byte[] {1, 2, 3});
        export = new KeyExport(key, keys);
    }

    @Test
    void aKeyWithoutACopyIsToBeExported() {
        var verdict = Looks.at(export).look();

        assertThat(verdict.state()).isEqualTo(HealthState.DEGRADED);
        assertThat(verdict.toString()).contains("KEY_NOT_EXPORTED", "key export");
    }

    @Test
    void aKeyWithACopyIsHealthy() {
        export.toStream(new PrintStream(new ByteArrayOutputStream()));

        assertThat(Looks.at(export).look().state()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void aKeyThatIsGoneIsToBeRestoredAndNotExported() throws IOException {
        export.toStream(new PrintStream(new ByteArrayOutputStream()));
        Files.delete(key);

        var verdict = Looks.at(export).look();

        assertThat(verdict.state()).isEqualTo(HealthState.CRITICAL);
        assertThat(verdict.toString())
                .contains("KEY_MISSING", key.toString(), "Restore the file from your copy")
                .doesNotContain("key export");
    }

    @Test
    void aStoreThatWasWrittenOrReadInTimeIsHealthy() {
        assertThat(scrub(10, 0, 0).state()).isEqualTo(HealthState.HEALTHY);
        assertThat(scrub(0, 0, 0).message()).contains("nothing yet");
    }

    @Test
    void aStoreOfWhichNobodyKnowsWhetherItCanBeReadIsNotHealthy() {
        var verdict = scrub(10, 0, 10);

        assertThat(verdict.state()).isEqualTo(HealthState.UNKNOWN);
        assertThat(verdict.toString()).contains("SCRUB_UNKNOWN", "10 B of the store's 10 B", "graphkeep verify");
    }

    @Test
    void whatShouldHaveBeenReadComesBeforeWhatNobodyKnows() {
        assertThat(scrub(10, 1, 9).reason()).isEqualTo("SCRUB_OVERDUE");
    }

    @Test
    void snapshotsOfWhichNobodyKnowsWhetherTheyCanBeReadAreNotHealthy() {
        var found = new Scrubs.Standing(10, null, 0, 4, new CorruptRow(0, 0, 0));
        var read = new Scrubs.Standing(10, null, 0, 0, new CorruptRow(0, 0, 0));
        var damaged = new Scrubs.Standing(10, null, 0, 4, new CorruptRow(1, 1, 0));

        assertThat(Looks.atSnapshots(() -> found).look().toString())
                .contains("UNKNOWN", "SNAPSHOTS_UNREAD", "4 B", "graphkeep verify");
        assertThat(Looks.atSnapshots(() -> read).look().state()).isEqualTo(HealthState.HEALTHY);
        assertThat(Looks.atSnapshots(() -> damaged).look().state()).isEqualTo(HealthState.DEGRADED);
    }

    @Test
    void aCleanupThatDidNotGoThroughIsToldWithWhyAndWhatToDo() {
        var operation = new UUID(0, 7);

        var verdict = cleanups(new CleanupStanding.Ended(operation, NOON, Optional.of("Objects are missing.")), false);

        assertThat(verdict.state()).isEqualTo(HealthState.DEGRADED);
        assertThat(verdict.reason()).isEqualTo("CLEANUP_FAILED");
        assertThat(verdict.message()).contains("Objects are missing.");
        assertThat(verdict.advice()).contains("graphkeep operation show " + operation, "graphkeep cleanup");
    }

    @Test
    void cleanupsAreHealthyOnceOneWentThroughAndNotWhereNoneDidForLong() {
        var passed = new CleanupStanding.Ended(new UUID(0, 7), NOON, Optional.empty());

        assertThat(cleanups(passed, false).state()).isEqualTo(HealthState.HEALTHY);
        assertThat(cleanups(null, false).state()).isEqualTo(HealthState.HEALTHY);
        assertThat(cleanups(passed, true).reason()).isEqualTo("CLEANUP_OVERDUE");
        assertThat(cleanups(null, true).state()).isEqualTo(HealthState.DEGRADED);
    }

    private static Verdict cleanups(CleanupStanding.@Nullable Ended last, boolean isOverdue) {
        return Looks.atCleanups(() -> new CleanupStanding.Standing(last, isOverdue))
                .look();
    }

    private static Verdict scrub(long bytes, long overdue, long unknown) {
        var standing = new Scrubs.Standing(bytes, null, overdue, unknown, new CorruptRow(0, 0, 0));
        return Looks.atScrub(() -> standing).look();
    }
}
