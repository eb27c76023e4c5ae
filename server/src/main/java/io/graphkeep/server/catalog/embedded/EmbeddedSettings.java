package io.graphkeep.server.catalog.embedded;

import java.nio.file.Path;

/**
 * Where the embedded database lives, how many connections it takes, and what it must survive.
 *
 * @param directory holds its data, password and logs; made with access for the owner alone
 * @param programs where its programs are unpacked
 */
public record EmbeddedSettings(Path directory, Path programs, int maxConnections, Durability durability) {

    /** What an acknowledged commit survives. */
    public enum Durability {
        /** Everything, a power cut included: the settings that this takes are asserted at each start. */
        POWER_LOSS,
        /** Nothing: for data that is made to be thrown away, such as a test's. */
        NOTHING
    }

    /** The settings of a server: all in one directory, and durable. */
    public static EmbeddedSettings of(Path directory, int maxConnections) {
        return new EmbeddedSettings(directory, directory.resolve("programs"), maxConnections, Durability.POWER_LOSS);
    }

    Path data() {
        return directory.resolve("data");
    }

    Path password() {
        return directory.resolve("password");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    /** What the postmaster says before its own log is open. */
    Path startLog() {
        return logs().resolve("start.log");
    }
}
