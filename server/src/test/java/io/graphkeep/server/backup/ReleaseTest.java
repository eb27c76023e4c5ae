package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.v1.ReleaseRestoreRequest;
import io.graphkeep.v1.ReleaseRestoreResult;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a restore has kept aside goes when it is asked for or its time has come, and nothing goes with it. */
class ReleaseTest extends WithSite {
    private static final Duration KEPT = Duration.ofDays(7);

    @Test
    void whatWasKeptAsideGoesByItselfAfterItsDaysAndOnlyOnce() throws IOException {
        var restore = restore();
        var bystanders = bystanders(restore);
        clock.advance(KEPT.minusSeconds(1));
        assertThat(releaseDue()).isZero();
        assertThat(aside(restore).resolve("file")).hasContent("newer");

        clock.advance(Duration.ofSeconds(1));
        assertThat(releaseDue()).isEqualTo(1);
        BackupSite.result(site.ended(release().id()), ReleaseRestoreResult.class);

        assertThat(aside(restore)).doesNotExist();
        assertThat(source.resolve("file")).hasContent("captured");
        assertThat(bystanders).allSatisfy(path -> assertThat(path).exists());
        assertThat(releaseDue()).isZero();
        assertThat(site.ask("SELECT count(*) FROM event WHERE kind = 'restore.released'"))
                .isEqualTo("1");
    }

    @Test
    void byAClockThatWasSetNothingIsReleasedUntilItIsTrusted() throws IOException {
        var restore = restore();
        var steady = new SteadyClock(site.database(), clock, new StandingUptime(), BackupSite.NODE);
        var releases = new DueReleases(site.database(), site.parts.restores(), steady, clock);
        steady.witness();
        clock.advance(Duration.ofDays(365));

        assertThat(releases.begin()).isZero();
        assertThat(aside(restore)).exists();

        steady.trust();
        assertThat(releases.begin()).isEqualTo(1);
        BackupSite.result(site.ended(release().id()), ReleaseRestoreResult.class);
    }

    /** A machine on which no time passes. */
    private static final class StandingUptime implements Uptime {
        @Override
        public String boot() {
            return "first";
        }

        @Override
        public Duration now() {
            return Duration.ofHours(1);
        }
    }

    @Test
    void whatIsKeptUntilItIsReleasedStaysForEver() throws IOException {
        var restore = restore();
        site.sql("UPDATE restore SET release_at = NULL");
        clock.advance(Duration.ofDays(10_000));

        assertThat(releaseDue()).isZero();
        assertThat(aside(restore)).exists();
    }

    @Test
    void aReleaseRemovesTheOldContentAndNothingElse() throws IOException {
        var restore = restore();
        var bystanders = bystanders(restore);

        release(restore);
        release(restore);

        assertThat(aside(restore)).doesNotExist();
        assertThat(bystanders).allSatisfy(path -> assertThat(path).exists());
    }

    @Test
    void aReleaseFollowsNoLinkThatTookTheOldContentsPlace() throws IOException {
        var restore = restore();
        var precious = Files.createDirectory(top.resolve("precious"));
        Files.writeString(precious.resolve("file"), "precious");
        Files.move(aside(restore), top.resolve("moved-away"));
        Files.createSymbolicLink(aside(restore), precious);

        release(restore);

        assertThat(precious.resolve("file")).hasContent("precious");
        assertThat(top.resolve("moved-away/file")).hasContent("newer");
    }

    @Test
    void linksInTheOldContentAreRemovedAndNotFollowed() throws IOException {
        var precious = Files.createDirectory(top.resolve("precious"));
        Files.writeString(precious.resolve("file"), "precious");
        var snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
        Files.createSymbolicLink(source.resolve("link"), precious);
        var restore = restore(snapshot);

        release(restore);

        assertThat(aside(restore)).doesNotExist();
        assertThat(precious.resolve("file")).hasContent("precious");
    }

    /** What looks like it, or lies beside it. */
    private List<Path> bystanders(UUID restore) throws IOException {
        return List.of(
                Files.createDirectory(top.resolve("source.before-" + UUID.randomUUID())),
                Files.createDirectory(top.resolve("other.before-" + restore)),
                Files.createDirectory(top.resolve("source.before-" + restore + "-copy")),
                Files.createDirectory(source.resolve("source.before-" + restore)),
                source.resolve("file"));
    }

    /** Captures, changes the source, and restores in place; the restore's id. */
    private UUID restore() throws IOException {
        var snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
        Files.writeString(source.resolve("file"), "newer");
        return restore(snapshot);
    }

    private UUID restore(UUID snapshot) {
        var request = RestoreSnapshotRequest.newBuilder()
                .setInPlace(RestoreInPlace.getDefaultInstance())
                .setDeleteExtras(true)
                .build();
        var ended = site.run("RESTORE", graph, snapshot, request);
        assertThat(BackupSite.result(ended, RestoreResult.class).getKeptAsidePath())
                .isEqualTo(aside(ended.id()).toString());
        return ended.id();
    }

    private void release(UUID restore) {
        var request = ReleaseRestoreRequest.newBuilder()
                .setOperationId(restore.toString())
                .build();
        BackupSite.result(site.run("RELEASE_RESTORE", graph, restore, request), ReleaseRestoreResult.class);
    }

    private int releaseDue() {
        return site.database().inTransaction(tx -> site.parts.restores().releaseDue(tx, OffsetDateTime.now(clock)));
    }

    private OperationRow release() {
        var query = new OperationQuery(
                List.of("RELEASE_RESTORE"),
                List.of(OperationState.values()),
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                1);
        return site.database()
                .read(tx -> tx.mapper(OperationMapper.class).list(query))
                .getFirst();
    }

    private Path aside(UUID restore) {
        return top.resolve("source.before-" + restore);
    }
}
