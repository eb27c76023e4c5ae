package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.Scopes;
import io.graphkeep.v1.GetBackupStatsResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StatsTest extends WithSite {
    private static final int SIZE = 300_000;

    @Test
    void whatSeveralSnapshotsShareCountsOnce() throws IOException {
        random(source.resolve("big"), 1);
        site.capture(graph);
        Files.writeString(source.resolve("small"), "a little more");
        site.capture(graph);

        var stats = all();

        assertThat(stats.getSnapshots()).isEqualTo(2);
        assertThat(stats.getLogicalBytes()).isEqualTo(2 * SIZE + 2 * "captured".length() + "a little more".length());
        // The few chunks of a segment are taken to be of one length, so that one small file counts as one of them.
        assertThat(stats.getPerGraph(0).getUniqueBytes()).isBetween((long) SIZE, SIZE + 80_000L);
        assertThat(stats.getUniqueBytes()).isEqualTo(stats.getPerGraph(0).getUniqueBytes());
        assertThat(stats.getStoredBytes()).isBetween((long) SIZE, SIZE + 20_000L);
    }

    @Test
    void whatTheFirstSnapshotBroughtStillCountsWhenItIsGone() throws IOException {
        random(source.resolve("big"), 2);
        var first = site.capture(graph).getSnapshotId();
        site.capture(graph);
        var before = all().getPerGraph(0);
        site.sql("DELETE FROM snapshot WHERE id = '" + first + "'");

        var after = all().getPerGraph(0);

        // Random bytes do not compress: what is left of the graph takes what it holds.
        assertThat(before.getStoredBytes()).isBetween((long) SIZE, SIZE + 20_000L);
        assertThat(after.getStoredBytes()).isBetween((long) SIZE, before.getStoredBytes());

        assertThat(after.getSnapshots()).isEqualTo(before.getSnapshots() - 1);
        assertThat(after.getUniqueBytes()).isGreaterThanOrEqualTo(SIZE);
    }

    @Test
    void aGraphWhoseSnapshotIsDamagedTakesWhatItTook() throws IOException {
        random(source.resolve("big"), 6);
        site.capture(graph);
        site.sql("UPDATE snapshot SET state = 'CORRUPT', stored_bytes = 0");

        assertThat(all().getPerGraph(0).getStoredBytes()).isGreaterThanOrEqualTo(SIZE);
    }

    @Test
    void whatABrokenCaptureHasLeftIsToBeFreed() throws IOException {
        random(source.resolve("big"), 7);
        site.capture(graph);
        site.sql("UPDATE session SET state = 'ABORTED' WHERE kind = 'WRITE'");
        site.sql("UPDATE pack SET state = 'INTENT'");

        assertThat(all().getStore().getCondemnedBytes()).isGreaterThanOrEqualTo(SIZE);
        assertThat(all().getStore().getTotalBytes()).isEqualTo(all().getStore().getCondemnedBytes());
    }

    @Test
    void whatWasAddedUpIsKeptUntilTheSnapshotsChange() throws IOException {
        random(source.resolve("big"), 3);
        site.capture(graph);
        all();
        site.sql("UPDATE graph_usage SET unique_bytes = 4711");

        assertThat(all().getPerGraph(0).getUniqueBytes()).isEqualTo(4711);
        site.capture(graph);
        assertThat(all().getPerGraph(0).getUniqueBytes()).isGreaterThanOrEqualTo(SIZE);
    }

    @Test
    void aCallerWithScopesSeesItsOwnGraphsAsIfThereWereNoOthers() throws IOException {
        random(source.resolve("big"), 4);
        site.capture(graph);
        var twin = Files.createDirectory(top.resolve("twin"));
        random(twin.resolve("big"), 4);
        site.capture(site.addGraph("twin", twin));
        var caller = new Principal(new UUID(1, 1), "one", Role.MONITOR, new Scopes(List.of("tw*")), null);

        var scoped = site.parts.stats().sums(caller, "");

        assertThat(scoped.getGraphs()).isEqualTo(1);
        assertThat(scoped.getPerGraphList()).singleElement().satisfies(one -> {
            assertThat(one.getGraphId()).isEqualTo("twin");
            assertThat(one.getUniqueBytes()).isGreaterThanOrEqualTo(SIZE);
            assertThat(one.getStoredBytes()).isZero();
        });
        assertThat(scoped.getStoredBytes()).isZero();
        assertThat(scoped.hasStore()).isFalse();
    }

    @Test
    void theStoreAsAWholeIsToldToWhoMaySeeAllOfIt() throws IOException {
        random(source.resolve("big"), 5);
        site.capture(graph);

        var store = all().getStore();

        assertThat(store.getTotalBytes()).isGreaterThanOrEqualTo(SIZE);
        assertThat(store.getPacks()).isPositive();
        assertThat(store.getFreeBytes()).isPositive();
        assertThat(store.getCatalogBytes()).isPositive();
        assertThat(site.parts.stats().sums(Principal.server(), "books").hasStore())
                .isFalse();
    }

    private GetBackupStatsResponse all() {
        return site.parts.stats().sums(Principal.server(), "");
    }

    private static void random(Path file, int seed) throws IOException {
        var bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        Files.write(file, bytes);
    }
}
