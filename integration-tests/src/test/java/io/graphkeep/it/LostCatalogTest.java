package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.Hold;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database is lost, then an older copy of it is brought back, then the key changes: nothing of the store is lost. */
@Order(1) // Takes longest.
class LostCatalogTest {
    @TempDir
    Path temporary;

    private final SampleGraph sample = new SampleGraph(57);

    @Test
    void theCommandsOfTheRunbookBringEverySnapshotBack() throws IOException {
        var home = PreparedHome.at(temporary.resolve("home"));
        var source = sample.lightRag(temporary.resolve("source"), 10);
        var atFirst = TreeListing.of(source);
        String first;
        String second;
        SortedMap<String, String> later;
        try (var server = ServerProcess.start(home)) {
            Shortcuts.protect(server, "books", source);
            first = Shortcuts.capture(
                    server,
                    CreateSnapshotRequest.newBuilder()
                            .setGraphId("books")
                            .putLabels("when", "first")
                            .setHold(Hold.newBuilder().setReason("for the audit"))
                            .build());
            sample.edit(source);
            later = TreeListing.of(source);
            second = Shortcuts.capture(server, "books");
            assertThat(offline(home, "catalog", "rebuild").expect(1).err()).contains("in use by the server with pid");
            assertThat(server.stop()).as(server::log).isZero();
        }

        assertThat(offline(home, "catalog", "rebuild").expect(1).err()).contains("--put-aside", "nothing was changed");
        Files.move(home.resolve("database/data"), temporary.resolve("lost"));
        anEmptyCatalogServesNothing(home);
        assertThat(offline(home, "catalog", "rebuild").expect(0).out())
                .contains("2 COMPLETED", "1 held", "graphkeep token create NAME --role");

        try (var server = ServerProcess.start(home)) {
            assertThat(listed(server)).contains(first, second);
            assertThat(server.graphkeep("snapshot", "show", first).expect(0).out())
                    .contains("for the audit", "when=first");
            assertRestores(server, first, atFirst, "rebuilt-first");
            assertRestores(server, second, later, "rebuilt-second");
            var stored = TestFiles.size(home.resolve("store/packs"));
            Shortcuts.capture(server, "books");
            assertThat(TestFiles.size(home.resolve("store/packs")) - stored).isLessThan(stored / 20);
            assertThat(server.stop()).as(server::log).isZero();
        }

        anOlderCopyIsBroughtUpToItsStore(home, source, second);
        aNewKeyOpensTheStoreAfterARestart(home, first, atFirst);
    }

    private static void anEmptyCatalogServesNothing(Path home) {
        try (var server = ServerProcess.start(home)) {
            assertThat(server.log()).contains("is up WITHOUT its store");
            assertThat(WebPage.of(server.http(), "/livez", "").status()).isEqualTo(200);
            assertThat(WebPage.of(server.http(), "/readyz", "").status()).isEqualTo(503);
            assertThat(server.graphkeep("health").expect(8).out())
                    .contains("graphkeep catalog rebuild")
                    .doesNotContain("reconcile", "restores work");
            assertThat(server.graphkeep("graph", "list").err()).contains("graphkeep health");
            assertThat(server.stop()).as(server::log).isZero();
        }
    }

    private void anOlderCopyIsBroughtUpToItsStore(Path home, Path source, String deleted) throws IOException {
        var data = home.resolve("database/data");
        Launcher.run(Map.of(), List.of("cp", "-a", data.toString(), temporary + "/older"))
                .expect(0);
        String since;
        SortedMap<String, String> newest;
        try (var server = ServerProcess.start(home)) {
            sample.edit(source);
            newest = TreeListing.of(source);
            since = Shortcuts.capture(server, "books");
            server.graphkeep("snapshot", "delete", deleted, "--force").expect(0);
            assertThat(server.stop()).as(server::log).isZero();
        }
        Files.move(data, temporary.resolve("newer"));
        Files.move(temporary.resolve("older"), data);

        try (var server = ServerProcess.start(home)) {
            assertThat(server.graphkeep("health").out()).contains("critical", "graphkeep catalog reconcile");
            assertThat(server.graphkeep("snapshot", "create", "books").exitCode())
                    .isNotZero();
            assertThat(listed(server)).contains(deleted).doesNotContain(since);
            assertThat(server.stop()).as(server::log).isZero();
        }
        assertThat(offline(home, "catalog", "reconcile", "-o", "json").expect(0).out())
                .startsWith("{")
                .contains("\"changed\": true", "\"completed\": 3", "\"findings\": []")
                .endsWith("}\n");

        try (var server = ServerProcess.start(home)) {
            assertThat(listed(server)).contains(since).doesNotContain(deleted);
            assertThat(server.graphkeep("health").out()).doesNotContain("critical");
            assertRestores(server, since, newest, "reconciled");
            assertThat(server.stop()).as(server::log).isZero();
        }
    }

    private void aNewKeyOpensTheStoreAfterARestart(Path home, String snapshot, SortedMap<String, String> content)
            throws IOException {
        var exported = temporary.resolve("exported.key");
        try (var server = ServerProcess.start(home)) {
            var before = Files.readString(home.resolve("keys/master.key"));
            server.graphkeep("key", "rotate").expect(0);
            server.graphkeep("key", "export", "--to", exported.toString()).expect(0);
            assertThat(exported).hasSameTextualContentAs(home.resolve("keys/master.key"));
            assertThat(Files.readString(exported)).isNotEqualTo(before);
            Shortcuts.capture(server, "books");
            assertThat(server.stop()).as(server::log).isZero();
        }
        try (var server = ServerProcess.start(home)) {
            assertRestores(server, snapshot, content, "rotated");
        }
    }

    private static List<String> listed(ServerProcess server) {
        return Shortcuts.snapshots(server, "books").stream()
                .map(Snapshot::getSnapshotId)
                .toList();
    }

    private void assertRestores(ServerProcess server, String snapshot, SortedMap<String, String> content, String to) {
        var directory = temporary.resolve(to);
        Shortcuts.restore(server, snapshot, "books", directory);
        assertThat(TreeListing.of(directory)).isEqualTo(content);
    }

    /** A command of the server's machine, which needs no server. */
    private static Launcher.Result offline(Path home, String... words) {
        return Launcher.graphkeep(Map.of("GRAPHKEEP_HOME", home.toString()), words);
    }
}
