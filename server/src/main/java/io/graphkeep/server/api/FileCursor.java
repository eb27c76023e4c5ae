package io.graphkeep.server.api;

import io.graphkeep.transfer.FormatException;
import io.graphkeep.transfer.TreePath;
import java.util.Base64;
import java.util.UUID;

/**
 * Where a list of files stands between two pages.
 *
 * @param snapshot the one that the first page has shown, which {@code latest} may not stand for any more
 * @param path the last path of the page before
 */
record FileCursor(UUID snapshot, TreePath path) {

    String text() {
        return snapshot + ":" + Base64.getEncoder().encodeToString(path.toBytes());
    }

    /** Of a text that this server has sealed itself. */
    static FileCursor parse(String text) {
        var colon = text.indexOf(':');
        try {
            var path = TreePath.parse(Base64.getDecoder().decode(text.substring(colon + 1)));
            return new FileCursor(UUID.fromString(text.substring(0, colon)), path);
        } catch (FormatException e) {
            throw new IllegalStateException("A page token of the server's own holds no path", e);
        }
    }
}
