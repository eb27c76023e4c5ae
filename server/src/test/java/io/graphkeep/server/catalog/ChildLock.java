package io.graphkeep.server.catalog;

import io.graphkeep.server.config.Home;
import java.nio.file.Path;

/** Another process that takes a home, says so, and holds it until its input ends. */
final class ChildLock {
    private ChildLock() {}

    public static void main(String[] arguments) throws Exception {
        try (var lock = HomeLock.take(new Home(Path.of(arguments[0])))) {
            System.out.println("taken " + lock.hashCode());
            System.in.read();
        }
    }

    static Process start(Path home) throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildLock.class.getName(),
                        home.toString())
                .redirectErrorStream(true)
                .start();
        var said = process.inputReader().readLine();
        if (said == null || !said.startsWith("taken")) {
            throw new AssertionError("The child did not take the home: " + said);
        }
        return process;
    }
}
