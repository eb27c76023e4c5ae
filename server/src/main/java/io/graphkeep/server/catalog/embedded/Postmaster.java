package io.graphkeep.server.catalog.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One running postmaster, a direct child of the server.
 *
 * <p>It outlives a server that is killed; {@link LeftPostmaster} is for that.
 */
final class Postmaster {
    private final Process process;

    private Postmaster(Process process) {
        this.process = process;
    }

    static Postmaster start(Launch launch, PostgresPrograms programs, EmbeddedSettings settings, int port)
            throws IOException {
        var command = new ArrayList<>(
                List.of(programs.postgres().toString(), "-D", settings.data().toString()));
        command.addAll(PostgresOptions.of(settings, port));
        var process = launch.daemon(command)
                .redirectOutput(settings.startLog().toFile())
                .start();
        process.getOutputStream().close();
        return new Postmaster(process);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Whether it has ended within this time. */
    boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Completes when it has ended. */
    CompletableFuture<Process> end() {
        return process.onExit();
    }

    /** Ends it: fast first, then at once, then by force. */
    void stop() throws InterruptedException {
        if (!Signal.end(process.toHandle())) {
            process.destroyForcibly().waitFor();
        }
    }
}
