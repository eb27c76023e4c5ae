package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.GetOperationRequest;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.RestoreInPlace;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.SwapKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while new content takes the place of old, entry by entry. */
@Tag("needs-mounts")
class RestoreCrashTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int FILES = 4_000;

    @TempDir
    private Path temporary;

    private Path source;
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        source = Files.createDirectory(temporary.toRealPath().resolve("source"));
        disk = Files.createDirectory(temporary.toRealPath().resolve("disk"));
        run("mount", "--bind", disk.toString(), source.toString());
        for (var i = 0; i < FILES; i++) {
            Files.writeString(source.resolve("file-" + i), "captured " + i);
        }
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "--lazy", source.toString());
    }

    @Test
    void aServerKilledInTheMiddleOfASwapOnAMountPointEndsItAtItsNextStart() throws IOException {
        var home = PreparedHome.at(temporary.resolve("home"));
        String operation;
        try (var server = ServerProcess.start(home)) {
            Shortcuts.protect(server, "books", source);
            Shortcuts.capture(server, "books");
            for (var i = 0; i < FILES; i++) {
                Files.writeString(source.resolve("file-" + i), "newer " + i);
            }
            operation = restore(server);
            var aside = source.resolve(".graphkeep-before-" + operation);

            Await.until(
                    "the swap has begun",
                    SOON,
                    () -> aside.resolve("file-0").toFile().exists());
            server.kill();

            assertThat(source.resolve(".graphkeep-restore-" + operation)).exists();
        }

        try (var server = ServerProcess.start(home);
                var stubs = new Stubs(server)) {
            Await.until("the restore has ended", SOON, () -> isEnded(find(stubs, operation)));

            var restore = find(stubs, operation);
            assertThat(restore.getState()).isEqualTo(OperationState.OPERATION_STATE_SUCCEEDED);
            assertThat(restore.getRestore().getSwap()).isEqualTo(SwapKind.SWAP_KIND_JOURNALLED);
            var aside = Path.of(restore.getRestore().getKeptAsidePath());
            for (var i = 0; i < FILES; i++) {
                assertThat(Files.readString(source.resolve("file-" + i))).isEqualTo("captured " + i);
                assertThat(Files.readString(aside.resolve("file-" + i))).isEqualTo("newer " + i);
            }
            assertThat(source.resolve(".graphkeep-restore-" + operation)).doesNotExist();
            server.graphkeep("snapshot", "release", operation).expect(0);
            assertThat(source.toFile().list()).hasSize(FILES);
        }
    }

    private static String restore(ServerProcess server) {
        try (var stubs = new Stubs(server)) {
            var request = RestoreSnapshotRequest.newBuilder()
                    .setSnapshotId("latest")
                    .setGraphId("books")
                    .setInPlace(RestoreInPlace.getDefaultInstance())
                    .setRequestId(GraphkeepClient.newRequestId())
                    .build();
            return stubs.backup().restoreSnapshot(request).getOperation().getOperationId();
        }
    }

    private static Operation find(Stubs stubs, String operation) {
        var request = GetOperationRequest.newBuilder().setOperationId(operation).build();
        return stubs.monitoring().getOperation(request).getOperation();
    }

    private static boolean isEnded(Operation operation) {
        return operation.getState() != OperationState.OPERATION_STATE_QUEUED
                && operation.getState() != OperationState.OPERATION_STATE_RUNNING;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    }
}
