package io.graphkeep.server.config;

import java.nio.file.Path;

/**
 * The server's own directory: the one place on the machine that it writes to without being told a path.
 *
 * <p>What lies where in it is decided here alone. Nothing in it is ever a source or a destination of a graph.
 */
public record Home(Path directory) {

    /** The data directory and the unpacked programs of the embedded database. */
    public Path database() {
        return directory.resolve("database");
    }

    /** The store, unless {@code GRAPHKEEP_STORE} names another. */
    public Path store() {
        return directory.resolve("store");
    }

    /** The directory of key files. */
    public Path keys() {
        return directory.resolve("keys");
    }

    /** The repository's master key, unless {@code GRAPHKEEP_KEY_FILE} names another file. */
    public Path masterKey() {
        return keys().resolve("master.key");
    }

    /** The admin token that the first start makes and the command line of this machine finds. */
    public Path adminToken() {
        return directory.resolve("admin.token");
    }

    /** Where the running server tells its ports to the command line of this machine. */
    public Path endpoint() {
        return directory.resolve("server.json");
    }

    /** The lock that refuses a second server. */
    public Path lock() {
        return directory.resolve("server.lock");
    }

    /** Where files lie for a moment that did not fit into memory, without names. */
    public Path spool() {
        return directory.resolve("spool");
    }

    /** The configuration file that is read when no other is named. */
    public Path configFile() {
        return directory.resolve("graphkeep.env");
    }
}
