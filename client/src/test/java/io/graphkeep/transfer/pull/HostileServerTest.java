package io.graphkeep.transfer.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Timestamp;
import io.graphkeep.v1.DownloadEnd;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import io.graphkeep.v1.FileKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server sends, nothing is written outside of the destination, and nothing that is wrong stays there. */
class HostileServerTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../escaped",
                "a/../../escaped",
                "/escaped",
                "",
                ".",
                "..",
                "a//b",
                "a/",
                "a%00b",
                "%2e%2e/escaped",
                "%2fescaped",
                "a%2f..%2f..%2fescaped",
                "a%",
                "a%zz"
            })
    void aPathThatLeadsOutIsRefused(String path) throws IOException {
        refused(server -> server.file(path, new byte[] {1}).ends());
        refused(server -> server.directory(path).ends());
        refused(server -> server.symlink(path, "x").ends());
        refused(server -> server.file("x", new byte[] {1}).hardLink("y", path).ends());
    }

    @Test
    void namesThatAreTooLongAreRefused() throws IOException {
        refused(server -> server.file("x".repeat(256), new byte[] {1}).ends());
        refused(server -> server.file("x/".repeat(2048) + "x", new byte[] {1}).ends());
    }

    static Stream<Consumer<ScriptedServer>> lies() {
        return Stream.of(
                // Through a link of its own.
                server -> server.symlink("l", "/tmp")
                        .file("l/escaped", new byte[] {1})
                        .ends(),
                server -> server.symlink("l", "..").symlink("l/escaped", "x").ends(),
                server -> server.symlink("l", "..").directory("l").ends(),
                server -> server.file("f", new byte[] {1})
                        .file("f/g", new byte[] {1})
                        .ends(),
                server -> server.directory("d").file("d", new byte[] {1}).ends(),
                server -> server.directory("d").symlink("d", "x").ends(),
                server -> server.hardLink("h", "nothing").ends(),
                server -> server.directory("d").hardLink("h", "d").ends(),
                server -> server.symlink("l", "/etc/passwd").hardLink("h", "l").ends(),
                server -> server.symlink("l", "").ends(),
                server -> server.symlink("l", "a%00b").ends(),
                // Sizes and bytes.
                server -> server.header(ScriptedServer.regular("f", 1L << 50))
                        .data(new byte[] {1})
                        .trailer(new byte[] {1})
                        .ends(),
                server -> server.header(ScriptedServer.regular("f", 1))
                        .data(new byte[] {1, 2})
                        .trailer(new byte[] {1, 2})
                        .ends(),
                server -> server.header(ScriptedServer.regular("f", -1))
                        .trailer(new byte[0])
                        .ends(),
                server -> server.header(ScriptedServer.regular("f", 9).setOffset(4))
                        .ends(),
                server -> server.header(ScriptedServer.regular("f", 9).setOffset(-4))
                        .ends(),
                // Frames.
                server -> server.data(new byte[] {1}).ends(),
                server -> server.trailer(new byte[] {1}).ends(),
                server -> server.header(ScriptedServer.regular("f", 9)).ends(),
                server -> server.header(ScriptedServer.regular("f", 9))
                        .directory("d")
                        .ends(),
                server -> server.header(ScriptedServer.regular("f", 1).setKind(FileKind.FILE_KIND_DEVICE))
                        .ends(),
                server -> server.header(ScriptedServer.regular("f", 1).setKind(FileKind.FILE_KIND_FIFO))
                        .ends(),
                server -> server.header(ScriptedServer.regular("f", 0)
                                .setModifyTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)))
                        .trailer(new byte[0])
                        .ends(),
                server -> server.file("f", new byte[] {1}),
                server -> server.file("f", new byte[] {1})
                        .sends(DownloadSnapshotResponse.newBuilder()
                                .setEnd(DownloadEnd.newBuilder().setEntries(2))));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLieIsRefused(Consumer<ScriptedServer> lie) throws IOException {
        refused(lie);
    }

    @Test
    void bytesThatNeverHaveTheirDigestAreGivenUp() throws IOException {
        var server = new ScriptedServer();
        for (var i = 0; i < 10; i++) {
            server.header(ScriptedServer.regular("f", 1)).data(new byte[] {1}).trailer(new byte[] {2});
            server.breaks();
        }

        var failure = catchThrowableOfType(PullException.class, () -> pull(server));

        assertThat(failure.kind()).isEqualTo(PullException.Kind.DIGEST_MISMATCH);
        assertThat(server.requests).hasSizeLessThan(10);
        assertThat(temporary.resolve("in/pulled")).doesNotExist();
    }

    private void refused(Consumer<ScriptedServer> script) throws IOException {
        var server = new ScriptedServer();
        script.accept(server);

        var failure = catchThrowableOfType(PullException.class, () -> pull(server));

        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(PullException.Kind.PROTOCOL_VIOLATION);
        try (var left = Files.list(temporary)) {
            assertThat(left).containsExactly(temporary.resolve("in"));
        }
        try (var left = Files.list(temporary.resolve("in"))) {
            assertThat(left).isEmpty();
        }
        assertThat(Path.of("/tmp/escaped")).doesNotExist();
    }

    private void pull(ScriptedServer server) throws IOException {
        Files.createDirectories(temporary.resolve("in"));
        Pull.run(
                server,
                DownloadSnapshotRequest.newBuilder()
                        .setSnapshotId("latest")
                        .setGraphId("books")
                        .build(),
                temporary.resolve("in/pulled"),
                PullOptions.defaults().within(Duration.ofSeconds(5)));
    }
}
