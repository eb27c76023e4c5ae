package io.graphkeep.server.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in words why a file could not be read. */
final class FileFailure {
    private FileFailure() {}

    static String why(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "it is not there.";
            case AccessDeniedException denied -> "the user that runs Graphkeep may not read it.";
            default -> "the system says: " + failure.getMessage() + ".";
        };
    }
}
