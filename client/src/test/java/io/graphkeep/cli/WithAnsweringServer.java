package io.graphkeep.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of commands that call a server on a home of this machine, which answers as it was taught. */
abstract class WithAnsweringServer {
    @TempDir
    Path home;

    AnsweringServer server;

    @BeforeEach
    void start() {
        server = AnsweringServer.at(home);
    }

    @AfterEach
    void stop() {
        server.close();
    }
}
