package io.graphkeep.server.catalog.embedded;

import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How PostgreSQL's programs are started on this machine.
 *
 * <p>They refuse to run as root, so as root they run in a user namespace of their own, where root is nobody and the files
 * are still its own. They get a session of their own too, so that a Ctrl-C meant for the server does not reach them first,
 * and none of the server's environment, which may hold secrets. Each command replaces the ones before it: the child's pid
 * is the program's.
 */
final class Launch {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final List<String> prefix;

    Launch(List<String> prefix) {
        this.prefix = prefix;
    }

    static Launch onThisMachine(PostgresPrograms programs) {
        var launch = new Launch(isRoot() ? List.of("unshare", "-U") : List.of());
        launch.check(programs);
        return launch;
    }

    /** A command for a short run. */
    ProcessBuilder command(List<String> arguments) {
        var command = new ArrayList<>(prefix);
        command.addAll(arguments);
        return builder(command);
    }

    /** A command for a process that lives on by itself. */
    ProcessBuilder daemon(List<String> arguments) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(prefix);
        command.addAll(arguments);
        return builder(command);
    }

    private static ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command);
        var path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
        builder.redirectErrorStream(true);
        return builder;
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new StartRefused("The embedded PostgreSQL needs a mounted /proc: " + e, e);
        }
    }

    void check(PostgresPrograms programs) {
        try {
            var process = command(List.of(programs.postgres().toString(), "--version"))
                    .start();
            process.getOutputStream().close();
            var said = Output.of(process);
            if (process.waitFor() != 0) {
                throw new StartRefused(refusal(said));
            }
        } catch (IOException e) {
            throw new StartRefused(refusal(e.toString()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefused("The start was interrupted.", e);
        }
    }

    private String refusal(String said) {
        var because = said.isBlank() ? "" : " (" + said.strip() + ")";
        return prefix.isEmpty()
                ? "The embedded PostgreSQL does not run on this machine" + because
                        + ": set GRAPHKEEP_DB_URL to a PostgreSQL of your own."
                : "The embedded PostgreSQL cannot run as root here, because user namespaces are not available" + because
                        + ": run the server as a plain user, or set GRAPHKEEP_DB_URL to a PostgreSQL of your own.";
    }
}
