package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.net.Direction;
import io.graphkeep.net.Fault;
import io.graphkeep.net.FaultProxy;
import io.graphkeep.net.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The example clients, run by the real runtimes of their languages: a directory goes to a server, and comes back. */
@ExtendWith(SharedServers.class)
@Order(1) // Compiles.
class ExampleClientsTest {
    @TempDir
    Path temporary;

    private final ServerProcess server;

    ExampleClientsTest(SharedServer shared) {
        server = shared.process();
    }

    @Test
    @Tag("needs-python")
    void pythonBringsADirectoryThereAndBack() throws IOException {
        thereAndBack(ExampleClient.python(temporary.resolve("client")), "by-python");
    }

    @Test
    @Tag("needs-go")
    void goBringsADirectoryThereAndBack() throws IOException {
        thereAndBack(ExampleClient.go(temporary.resolve("client")), "by-go");
    }

    @Test
    @Tag("needs-node")
    void nodeBringsADirectoryThereAndBack() throws IOException {
        thereAndBack(ExampleClient.node(temporary.resolve("client")), "by-node");
    }

    private void thereAndBack(ExampleClient client, String graph) throws IOException {
        var source = sample(temporary.resolve("source"));
        var restored = temporary.resolve("restored");

        assertThat(client.run(server, server.grpc(), "backup", graph, source.toString())
                        .expect(0)
                        .out())
                .startsWith("snapshot ")
                .contains("700017 bytes")
                .endsWith("verified\n");
        assertThat(client.run(server, server.grpc(), "list", graph).expect(0).out())
                .contains(" COMPLETED ", "  empty 0\n", "  dir/large.bin 700000\n", "  100%25 ünïcode.txt 7\n");
        assertThat(client.run(server, server.grpc(), "restore", graph, restored.toString())
                        .expect(0)
                        .out())
                .isEqualTo("restored 7 entries\n");
        assertThat(below(restored)).isEqualTo(below(source));
        assertThat(client.run(server, server.grpc(), "restore", "nowhere", temporary + "/none")
                        .expect(1)
                        .err())
                .startsWith("GRAPH_NOT_FOUND: ");
        try (var proxy = FaultProxy.before(server.grpc(), Link.perfect())) {
            proxy.plan(Fault.reset(Direction.TO_CLIENT, 300_000));
            assertThat(client.run(server, proxy.address(), "restore", graph, temporary + "/cut")
                            .expect(1)
                            .err())
                    .startsWith("UNAVAILABLE: ");
        }
        Shortcuts.protect(server, graph + "-here", source);
        assertThat(client.run(server, server.grpc(), "backup", graph + "-here", source.toString())
                        .expect(1)
                        .err())
                .startsWith("SOURCE_KIND_MISMATCH: ");
    }

    /** A few files, one of several frames, and names and kinds that need care. */
    private static Path sample(Path top) throws IOException {
        var large = new byte[700_000];
        new Random(3).nextBytes(large);
        Files.createDirectories(top.resolve("dir/empty directory"));
        Files.write(top.resolve("dir/large.bin"), large);
        Files.writeString(top.resolve("100% ünïcode.txt"), "hello\n\n");
        Files.writeString(top.resolve("script.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(top.resolve("script.sh"), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.createFile(top.resolve("empty"));
        Files.createSymbolicLink(top.resolve("link"), Path.of("dir/large.bin"));
        for (var name :
                new String[] {"dir/empty directory", "dir/large.bin", "dir", "empty", "script.sh", "100% ünïcode.txt"
                }) {
            Files.setLastModifiedTime(top.resolve(name), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        }
        return top;
    }

    /** Without the directory itself, which is the reader's own. */
    private static SortedMap<String, String> below(Path top) {
        var listing = new TreeMap<>(TreeListing.of(top));
        listing.remove("");
        return listing;
    }
}
