package io.graphkeep.server.config;

/** Where a value came from; the first one that names a key wins. */
public enum Source {
    FLAG("flag"),
    ENVIRONMENT("environment"),
    FIRST_VERSION("environment, first version's name"),
    FILE("file"),
    FILE_FIRST_VERSION("file, first version's name"),
    DEFAULT("default");

    private final String words;

    Source(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
