package io.graphkeep.it;

import java.nio.file.Path;

/** A server that several test classes use at once, in a JVM as users have it, and the directory that theirs are in. */
final class SharedServer implements AutoCloseable {
    private final Path directory;
    private final ServerProcess process;

    SharedServer(Path directory) {
        this.directory = directory;
        this.process = ServerProcess.start(PreparedHome.at(directory.resolve("home")), Launcher.USUAL_JVM);
    }

    ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
        TestFiles.deleteAll(directory);
    }
}
