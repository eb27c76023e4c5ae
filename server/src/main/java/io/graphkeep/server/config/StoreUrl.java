package io.graphkeep.server.config;

import java.nio.file.Path;

/** A place for a store: today a directory of this machine. */
public record StoreUrl(Path directory) {
    @Override
    public String toString() {
        return directory.toString();
    }
}
