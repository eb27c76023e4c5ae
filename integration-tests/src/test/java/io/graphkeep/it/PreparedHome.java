package io.graphkeep.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A home on which a server has been started and stopped once before: copied, since unpacking and initialising a database
 * takes a second or two each time.
 *
 * <p>All copies are of one instance, with the same tokens and keys. What a first start does is for tests on a new home to see.
 */
final class PreparedHome {
    private PreparedHome() {}

    /** Makes the home, and gives it back. */
    static Path at(Path home) {
        copy(Original.HOME, home);
        return home;
    }

    private static void copy(Path from, Path to) {
        Launcher.run(Map.of(), List.of("cp", "-a", from.toString(), to.toString()))
                .expect(0);
    }

    /** Made for the first test that asks, removed with the JVM. */
    private static final class Original {
        static final Path HOME = make();

        private static Path make() {
            var directory = TestFiles.temporary("prepared");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> TestFiles.deleteAll(directory)));
            try (var server = ServerProcess.start(directory.resolve("home"))) {
                if (server.stop() != 0 || Files.exists(server.home().resolve("server.json"))) {
                    throw new AssertionError("The server did not end in order:\n" + server.log());
                }
                return server.home();
            }
        }
    }
}
