package io.graphkeep.server;

import io.graphkeep.server.errors.StartRefused;

/** The encoding of file names, which Java takes from the locale once, at its start. */
final class FileNames {
    private FileNames() {}

    /** Refuses a locale under which a name like {@code Müller.json} could not even be opened. */
    static void requireUtf8() {
        var encoding = System.getProperty("sun.jnu.encoding", "unknown");
        if (!encoding.equalsIgnoreCase("UTF-8")) {
            throw new StartRefused("This locale reads file names as " + encoding
                    + ", which loses names outside of it: start with LC_ALL=C.UTF-8, as the launcher graphkeep does.");
        }
    }
}
