package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.Quota;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every capture keeps to its graph's quota, whoever asked for it; one that does not leaves no snapshot. */
class QuotaTest extends WithSite {
    private static final int FILE_BYTES = 300 << 10;

    @Test
    void aScheduledCaptureIsRefusedWhereTheSnapshotsAreUsedUpAndTheNextOneAfterTheyAreRaisedSucceeds() {
        site.parts.schedules().bringInStep();
        site.capture(graph);
        limit(Quota.newBuilder().setMaxSnapshots(1));

        var refused = scheduled();

        refused(
                refused,
                "Graph books has 1 snapshot, and its quota max_snapshots is 1: delete snapshots, or raise the quota.");
        assertThat(snapshots()).isEqualTo("1");

        limit(Quota.newBuilder().setMaxSnapshots(2));

        assertThat(scheduled().state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(snapshots()).isEqualTo("2");
    }

    @Test
    void aCaptureIsRefusedWhereTheSnapshotsTakeAsMuchOfTheStoreAsTheyMay() {
        var stored = site.snapshot(UUID.fromString(site.capture(graph).getSnapshotId()))
                .storedBytes();
        limit(Quota.newBuilder().setMaxStoredBytes(stored));

        refused(capture(), "takes " + stored + " bytes of the store, and its quota max_stored_bytes is " + stored);

        limit(Quota.newBuilder().setMaxStoredBytes(stored + (1 << 20)));
        assertThat(capture().state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void aCaptureThatPutsMoreIntoTheStoreThanItMayEndsThereAndLeavesNothingVisible() throws IOException {
        var stored = site.snapshot(UUID.fromString(site.capture(graph).getSnapshotId()))
                .storedBytes();
        var bytes = new byte[FILE_BYTES];
        new Random(6).nextBytes(bytes);
        Files.write(source.resolve("large"), bytes);
        limit(Quota.newBuilder().setMaxStoredBytes(stored + FILE_BYTES / 2));

        var refused = capture();

        refused(refused, "takes " + stored + " bytes of the store, this snapshot would add at least ");
        assertThat(snapshots()).isEqualTo("1");
        assertThat(site.ask("SELECT count(*) FROM session WHERE state = 'OPEN'"))
                .isEqualTo("0");

        limit(Quota.newBuilder().setMaxStoredBytes(stored + 2 * FILE_BYTES));
        assertThat(capture().state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(site.ask("SELECT sum(stored_bytes) <= " + (stored + 2 * FILE_BYTES) + " FROM snapshot"))
                .isEqualTo("t");
    }

    @Test
    void aCaptureStopsReadingOnceItHasMoreBytesThanASnapshotMay() throws IOException {
        var bytes = new byte[FILE_BYTES];
        var random = new Random(5);
        for (var i = 0; i < 60; i++) {
            random.nextBytes(bytes);
            Files.write(source.resolve("large-" + i), bytes);
        }
        limit(Quota.newBuilder().setMaxLogicalBytes(2 * FILE_BYTES));

        var refused = capture();

        refused(refused, "its quota max_logical_bytes is " + 2 * FILE_BYTES + ", and its source has at least ");
        assertThat(amount(refused)).isBetween(2L * FILE_BYTES + 1, 4L * FILE_BYTES);
        assertThat(snapshots()).isEqualTo("0");
        assertThat(site.ask("SELECT count(*) FROM session WHERE state = 'OPEN'"))
                .isEqualTo("0");

        limit(Quota.newBuilder().setMaxLogicalBytes(60 * FILE_BYTES + 8));
        assertThat(site.capture(graph).getLogicalBytes()).isEqualTo(60L * FILE_BYTES + 8);
    }

    @Test
    void aSnapshotOfSmallFilesMayHaveAllItsBytesAndNotOneMore() throws IOException {
        for (var i = 0; i < 20; i++) {
            Files.writeString(source.resolve("small-" + i), "0123456789");
        }
        limit(Quota.newBuilder().setMaxLogicalBytes(207));
        refused(capture(), "has at least 208 bytes");

        limit(Quota.newBuilder().setMaxLogicalBytes(208));
        assertThat(capture().state()).isEqualTo(OperationState.SUCCEEDED);
    }

    @Test
    void whatIsTakenOverFromTheSnapshotBeforeCountsToo() throws IOException {
        // Later than the files' own times, which are the machine's: what is younger is read again.
        clock.advance(Duration.between(clock.instant(), Instant.now()).plusMinutes(1));
        site.capture(graph);
        Files.writeString(source.resolve("more"), "more");
        limit(Quota.newBuilder().setMaxLogicalBytes(11));

        refused(capture(), "has at least 12 bytes");
        assertThat(snapshots()).isEqualTo("1");

        limit(Quota.newBuilder().setMaxLogicalBytes(12));
        assertThat(site.capture(graph).getCounts().getUnread()).isEqualTo(1);
    }

    private void limit(Quota.Builder quota) {
        var policy =
                GraphPolicies.print(GraphPolicy.newBuilder().setQuota(quota).build());
        site.sql("UPDATE graph SET policy = '" + policy + "'");
    }

    private OperationRow capture() {
        return site.ended(site.startCapture(graph, CreateSnapshotRequest.getDefaultInstance())
                .id());
    }

    private OperationRow scheduled() {
        clock.advance(Duration.ofHours(24));
        site.parts.scheduledCaptures().startDue();
        var newest = site.ask("SELECT id FROM operation WHERE created_by = 'schedule' ORDER BY created_at DESC");
        return site.ended(UUID.fromString(newest));
    }

    private static void refused(OperationRow ended, String told) {
        assertThat(ended.state()).isEqualTo(OperationState.FAILED);
        assertThat(BackupSite.error(ended))
                .contains(told)
                .contains("Graph books ")
                .contains("[QUOTA_EXCEEDED]");
    }

    private static long amount(OperationRow refused) {
        return Long.parseLong(BackupSite.error(refused).replaceAll("(?s).*at least ([0-9]+) bytes.*", "$1"));
    }

    /** Those that there are, and those that were begun and left. */
    private String snapshots() {
        return site.ask("SELECT count(*) FROM snapshot");
    }
}
