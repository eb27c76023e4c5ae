package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.SnapshotRef;
import io.graphkeep.client.Transport;
import io.graphkeep.net.Direction;
import io.graphkeep.net.Fault;
import io.graphkeep.net.FaultProxy;
import io.graphkeep.net.Link;
import io.graphkeep.transfer.pull.PullOptions;
import io.graphkeep.v1.GetBackupStatsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots come over TLS from a real server, by the command line with a context, and by the library over a bad network. */
@Tag("needs-openssl")
class PullTest {
    private static final long SEED = 20270;
    private static final int CUTS = 6;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path shared;

    private static Path source = Path.of("unset");
    private static ServerProcess server;
    private static Certificates certificates = new Certificates(Path.of("unset"));

    @TempDir
    Path temporary;

    @BeforeAll
    static void protect() throws IOException {
        certificates = new Certificates(shared);
        certificates.authority("ca");
        certificates.certificate("ca", "server");
        source = new SampleGraph(SEED).awkward(Files.createDirectory(shared.resolve("source")), 8 << 20);
        new SampleGraph(SEED).lightRag(source.resolve("rag"), 20);
        server = ServerProcess.start(
                PreparedHome.at(shared.resolve("home")),
                "GRAPHKEEP_TLS_CERT=" + certificates.pem("server"),
                "GRAPHKEEP_TLS_KEY=" + certificates.key("server"));
        server.graphkeep("graph", "add", "books", "--path", source.toString()).expect(0);
        server.graphkeep("snapshot", "create", "books").expect(0);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void theCommandLinePullsWithAContext() throws IOException {
        var environment = Map.of("XDG_CONFIG_HOME", temporary.resolve("config").toString());
        Launcher.graphkeep(
                        environment,
                        "context",
                        "add",
                        "prod",
                        "--server",
                        server.grpc(),
                        "--token-file",
                        server.home().resolve("admin.token").toString(),
                        "--ca",
                        certificates.pem("ca").toString(),
                        "--use")
                .expect(0);
        var to = temporary.resolve("pulled");

        Launcher.graphkeep(environment, "snapshot", "pull", "latest", "--graph", "books", "--to", to.toString())
                .expect(0);

        assertThat(TreeListing.of(to)).isEqualTo(expected(to));
        assertThat(Launcher.graphkeep(environment, "snapshot", "cat", "latest", "-g", "books", "dir/script.sh")
                        .expect(0)
                        .out())
                .isEqualTo("#!/bin/sh\n");
        assertThat(Launcher.graphkeep(environment, "snapshot", "ls", "latest", "-g", "books", "dir")
                        .expect(0)
                        .out()
                        .lines())
                .containsExactly(
                        "dir",
                        "dir/deeper",
                        "dir/deeper/deepest",
                        "dir/deeper/random.bin",
                        "dir/one byte",
                        "dir/script.sh");
        Launcher.graphkeep(environment, "snapshot", "cat", "latest", "-g", "books", "not there")
                .expect(5);
        var piped = Launcher.run(
                environment,
                List.of(
                        "sh",
                        "-c",
                        Launcher.top().resolve("graphkeep")
                                + " snapshot cat latest -g books dir/deeper/random.bin | head -c 9 | wc -c"));
        assertThat(piped.expect(0).out().strip()).isEqualTo("9");
        assertThat(piped.err()).isEmpty();
    }

    @Test
    void aPullThatIsCutAgainAndAgainEndsRightAndLeavesNothingOpen() throws Exception {
        var random = new Random(SEED);
        System.out.println("Cuts of seed " + SEED);
        var to = temporary.resolve("pulled");
        var tls = new Transport.Tls(certificates.pem("ca"), null, null);
        try (var network = FaultProxy.before(server.grpc(), Link.perfect());
                var client = GraphkeepClient.builder()
                        .server(network.address())
                        .transport(tls)
                        .token(server.adminToken())
                        .connect()) {
            var cuts = new int[1];
            network.plan(cut(random));

            var pulled = client.pull(
                    SnapshotRef.latest("books"), to, PullOptions.defaults().telling(progress -> {
                        if (progress.resumptions() > cuts[0] && cuts[0] < CUTS) {
                            cuts[0] = progress.resumptions();
                            network.plan(cut(random));
                        }
                    }));

            assertThat(TreeListing.of(to)).isEqualTo(expected(to));
            assertThat(pulled.resumptions()).isPositive();
            // At most what had not come when a stream broke comes again.
            assertThat(pulled.receivedBytes()).isEqualTo(pulled.bytes());
            Await.until(
                    "no stream any more",
                    SOON,
                    () -> !client.backup()
                            .getBackupStats(GetBackupStatsRequest.getDefaultInstance())
                            .getStore()
                            .hasOldestSessionTime());
        }
    }

    private static Fault cut(Random random) {
        return Fault.reset(Direction.TO_CLIENT, 100_000 + random.nextInt(2_000_000));
    }

    /** The top directory's own attributes are not pulled. */
    private static Map<String, String> expected(Path pulled) {
        var listing = TreeListing.of(source);
        var top = TreeListing.of(pulled);
        listing.put("", String.valueOf(top.get("")));
        return listing;
    }
}
