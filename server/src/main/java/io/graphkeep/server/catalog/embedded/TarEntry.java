package io.graphkeep.server.catalog.embedded;

/** One file, directory or symbolic link of a tar archive. */
record TarEntry(String name, Kind kind, boolean executable, long size, String linkTarget) {
    enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK
    }
}
