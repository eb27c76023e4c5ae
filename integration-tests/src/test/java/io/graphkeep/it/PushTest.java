package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.SnapshotRef;
import io.graphkeep.client.Transport;
import io.graphkeep.transfer.push.PushRequest;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory goes over TLS to a real server, by the command line and by the library: whole, then only what changed. */
@Tag("needs-openssl")
class PushTest {
    private static final long SEED = 20271;
    private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path temporary;

    @Test
    void aDirectoryIsPushedWholeThenOnlyWhatChangedAndComesBackAsItWas() throws Exception {
        var source = new SampleGraph(SEED).awkward(Files.createDirectory(temporary.resolve("source")), 8 << 20);
        var sample = new SampleGraph(SEED);
        sample.lightRag(source.resolve("rag"), 20);
        var certificates = new Certificates(temporary);
        certificates.authority("ca");
        certificates.certificate("ca", "server");
        try (var server = ServerProcess.start(
                        PreparedHome.at(temporary.resolve("home")),
                        "GRAPHKEEP_TLS_CERT=" + certificates.pem("server"),
                        "GRAPHKEEP_TLS_KEY=" + certificates.key("server"));
                var client = GraphkeepClient.builder()
                        .server(server.grpc())
                        .transport(new Transport.Tls(certificates.pem("ca"), null, null))
                        .token(server.adminToken())
                        .connect()) {
            var remote = Map.of(
                    "GRAPHKEEP_SERVER", server.grpc(),
                    "GRAPHKEEP_TOKEN", server.adminToken(),
                    "GRAPHKEEP_CA", certificates.pem("ca").toString());
            Launcher.graphkeep(remote, "graph", "add", "books").expect(0);

            var first = Launcher.graphkeep(remote, "snapshot", "push", source.toString(), "--graph", "books")
                    .expect(0);
            var unchanged = push(client, source);
            sample.edit(source.resolve("rag"));
            var edited = new PushAccount();
            var changed = push(client, source, edited);
            var pulled = temporary.resolve("pulled");
            client.pull(SnapshotRef.latest("books"), pulled);

            assertThat(first.out()).contains("Snapshot ", " sent.");
            assertThat(unchanged.getNewBytes()).isZero();
            assertThat(changed.getNewBytes()).isBetween(1L, 200_000L);
            assertThat(edited.sent()).isBetween(1L, 200_000L);
            Files.setLastModifiedTime(source, FileTime.from(LONG_AGO));
            Files.setLastModifiedTime(pulled, FileTime.from(LONG_AGO));
            assertThat(TreeListing.of(pulled)).isEqualTo(TreeListing.of(source));
        }
    }

    private static Snapshot push(GraphkeepClient client, Path source) {
        return push(client, source, new PushAccount());
    }

    private static Snapshot push(GraphkeepClient client, Path source, PushAccount account) {
        var request = new PushRequest(
                "books", Map.of(), "", Consistency.CONSISTENCY_UNSPECIFIED, GraphkeepClient.newRequestId());
        return client.push(source, request, account);
    }
}
