package io.graphkeep.client;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** Where the caller's token comes from. */
interface TokenSource {
    /** The token as it is now. */
    String token();

    static TokenSource of(ConnectionSettings settings) {
        var direct = settings.token();
        if (direct != null) {
            return () -> direct;
        }
        var file = settings.tokenFile();
        if (file == null) {
            throw new GraphkeepException(Status.Code.UNAUTHENTICATED, "", "No token was given for this server.", null);
        }
        return new OfFile(file);
    }

    /**
     * A file that is read again when it has changed: a token that is replaced there counts from the next call on.
     *
     * <p>Thread-safe. A file that cannot be read any more leaves the token that it held.
     */
    final class OfFile implements TokenSource {
        private final Path file;
        private FileTime changed;
        private long size;
        private String token;

        OfFile(Path file) {
            this.file = file;
            try {
                this.changed = Files.getLastModifiedTime(file);
                this.size = Files.size(file);
                this.token = Files.readString(file).strip();
            } catch (IOException unreadable) {
                throw new GraphkeepException(
                        Status.Code.UNAUTHENTICATED,
                        "",
                        "The token file " + file + " cannot be read ("
                                + unreadable.getClass().getSimpleName() + ").",
                        unreadable);
            }
        }

        @Override
        public synchronized String token() {
            try {
                var now = Files.getLastModifiedTime(file);
                var length = Files.size(file);
                if (!now.equals(changed) || length != size) {
                    token = Files.readString(file).strip();
                    changed = now;
                    size = length;
                }
            } catch (IOException unreadable) {
                // It may be on its way to being replaced; the server says whether the old one is still good.
                return token;
            }
            return token;
        }
    }
}
