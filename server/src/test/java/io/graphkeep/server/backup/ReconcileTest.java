package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.catalog.process.ProcessMapper;
import io.graphkeep.server.catalog.process.ProcessRow;
import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A catalog that is older than its store is brought up to it. */
final class ReconcileTest extends WithLostCatalog {
    @Test
    void anOlderCatalogIsBroughtUpToItsStore() throws IOException {
        var kept = captured("kept");
        var deleted = captured("deleted");
        var older = lend(site.stop().copy());
        site = reopened();
        var changed = graph;
        say(kept);
        delete(deleted);
        var later = captured("later");
        graph = create("films");
        var film = captured("film");
        graph = changed;
        var before = told();
        site.stop();

        var readOnly = new BackupSite(home, clock, older);
        assertThat(readOnly.store.status().readOnly().orElseThrow()).contains("graphkeep catalog reconcile");
        readOnly.stop();
        var report = BackupSite.rebuild(home, clock, older).reconcile((what, done, total) -> {});
        site = new BackupSite(home, clock, older);
        lent.remove(older);

        assertThat(report.findings()).isEmpty();
        assertThat(report.changed()).isTrue();
        assertThat(site.store.status().readOnly()).isEmpty();
        assertThat(told()).isEqualTo(before);
        assertRestores(kept, "kept");
        assertRestores(later, "later");
        assertRestores(film, "film");
        assertThat(state(captured("newest"))).isEqualTo("COMPLETED");
    }

    @Test
    void aCatalogThatAlreadySaysWhatItsStoreSaysIsToldSo() throws IOException {
        captured("first");
        say(captured("second"));
        var catalog = site.stop();

        var report = BackupSite.rebuild(home, clock, catalog).reconcile((what, done, total) -> {});

        site = new BackupSite(home, clock, catalog);
        assertThat(report.changed()).isFalse();
        assertThat(report.counts().snapshots()).isEqualTo(2);
    }

    @Test
    void aServerOfAnotherHomeOnTheSameDatabaseIsInTheWayUntilItHasEnded() throws IOException {
        captured("first");
        var catalog = site.stop();
        var work = BackupSite.rebuild(home, clock, catalog);
        catalog.database().inTransaction(tx -> {
            var now = OffsetDateTime.now(clock);
            var other = new ProcessRow(
                    UUID.randomUUID(), UUID.randomUUID(), "there", 4711, "test", now, now.plusSeconds(30), null);
            tx.mapper(ProcessMapper.class).insert(other);
            return true;
        });

        assertThatThrownBy(() -> work.reconcile((what, done, total) -> {}))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("pid 4711 on node there");
        clock.advance(Duration.ofMinutes(1));
        work.reconcile((what, done, total) -> {});

        site = new BackupSite(home, clock, catalog);
        assertThat(site.ask("SELECT ended_at IS NOT NULL FROM process WHERE pid = 4711"))
                .isEqualTo("t");
    }

    @Test
    void aDumpOfTheSameRunIsKnownToBeOlder() throws IOException {
        captured("first");
        var catalog = site.stop();
        var older = lend(catalog.copy());
        // As if the server had run on: it is of the generation that the dump has.
        site = new BackupSite(home, clock, catalog);
        // As if the database had been ended by force since: it goes on 32 numbers further.
        site.sql("SELECT setval(pg_get_serial_sequence('state_record', 'number'), max(number) + 32) FROM state_record");
        captured("second");
        site.stop();
        var generation = newestOwner();
        Files.delete(home.resolve("store/owner/" + generation));

        var readOnly = new BackupSite(home, clock, older);

        assertThat(readOnly.store.status().readOnly().orElseThrow()).contains("state record");
        readOnly.stop();
    }
}
