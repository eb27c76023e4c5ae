package io.graphkeep.server.backup;

import io.graphkeep.server.security.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that begins with a site, whose time it sets, and a graph of a directory with one file. */
abstract class WithSite {
    @TempDir
    Path temporary;

    final SettableClock clock = new SettableClock();
    Path top;
    Path source;
    BackupSite site;
    UUID graph;

    @BeforeEach
    void open() throws IOException {
        top = temporary.toRealPath();
        source = Files.createDirectory(top.resolve("source"));
        Files.writeString(source.resolve("file"), "captured");
        site = new BackupSite(top.resolve("home"), clock);
        graph = site.addGraph("books", source);
    }

    @AfterEach
    void close() {
        site.close();
    }
}
