package io.graphkeep.server.config;

import java.util.List;

/** How the server's log on stdout looks, and how much it says. */
public record LogConfig(Format format, Level level) {

    /** The shape of a line. */
    public enum Format {
        TEXT,
        JSON
    }

    /** The least severity that is written. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    static final Key<Format> LOG_FORMAT = Key.of(Group.LOGGING, "LOG_FORMAT", Types.oneOf(Format.class))
            .otherwise("text")
            .means("The log on stdout: readable lines, or one JSON object a line.");
    static final Key<Level> LOG_LEVEL = Key.of(Group.LOGGING, "LOG_LEVEL", Types.oneOf(Level.class))
            .otherwise("info")
            .means("The least severity that is logged.");

    static final List<Key<?>> KEYS = List.of(LOG_FORMAT, LOG_LEVEL);

    static LogConfig from(Values values) {
        return new LogConfig(values.get(LOG_FORMAT), values.get(LOG_LEVEL));
    }
}
