package io.graphkeep.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that begins with a site, and a graph of a directory with nothing in it. */
abstract class WithSource {
    @TempDir
    Path temporary;

    Path top;
    Path source;
    BackupSite site;
    UUID graph;
    private final Clock siteClock;

    WithSource(Clock clock) {
        this.siteClock = clock;
    }

    /** A clock that is ahead: what a test has just written is old enough to be believed unchanged. */
    static Clock ahead() {
        return Clock.offset(Clock.systemUTC(), Duration.ofSeconds(10));
    }

    @BeforeEach
    void open() throws IOException {
        top = temporary.toRealPath();
        source = Files.createDirectory(top.resolve("source"));
        site = new BackupSite(top.resolve("home"), siteClock);
        graph = site.addGraph("books", source);
    }

    @AfterEach
    void close() {
        site.close();
    }
}
