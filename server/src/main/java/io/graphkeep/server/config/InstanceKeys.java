package io.graphkeep.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The keys of the server as a whole: its home, its name, its end. */
final class InstanceKeys {
    static final Key<Path> HOME = Key.of(Group.INSTANCE, "HOME", Types.path())
            .otherwise("~/.graphkeep")
            .means("The server's own directory: embedded database, store, keys and `admin.token`. Made with mode 0700"
                    + " where it is missing. No graph is ever read from it or restored into it.");
    static final Key<Path> CONFIG = Key.of(Group.INSTANCE, "CONFIG", Types.path())
            .unset("`graphkeep.env` in the home, if it is there")
            .means("A file of `KEY=value` lines, read after everything else. A file that is named must be there.");
    static final Key<String> NODE = Key.of(
                    Group.INSTANCE, "NODE", Types.text("[A-Za-z0-9][A-Za-z0-9._-]{0,252}", "a name like a host's"))
            .computed("the host's name", (surroundings, values) -> surroundings.hostName())
            .means("The name of this server process. A graph that is read from a directory belongs to the node that"
                    + " sees the directory, and its operations run there.");
    static final Key<Duration> SHUTDOWN_GRACE = Key.of(
                    Group.INSTANCE, "SHUTDOWN_GRACE", Types.duration(Duration.ZERO, Duration.ofHours(1)))
            .otherwise("30s")
            .means("How long calls that run may take to end after SIGTERM, before they are ended.");

    static final List<Key<?>> ALL = List.of(HOME, CONFIG, NODE, SHUTDOWN_GRACE);

    private InstanceKeys() {}
}
