package io.graphkeep.server.backup;

import io.graphkeep.server.security.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;

/** A test that begins with a site, whose time it sets, and a graph of a directory with one file. */
abstract class WithSite extends WithSource {
    final SettableClock clock;

    WithSite() {
        this(new SettableClock());
    }

    private WithSite(SettableClock clock) {
        super(clock);
        this.clock = clock;
    }

    @BeforeEach
    void writeFile() throws IOException {
        Files.writeString(source.resolve("file"), "captured");
    }
}
