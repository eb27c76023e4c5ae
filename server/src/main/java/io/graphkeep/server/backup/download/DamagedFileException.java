package io.graphkeep.server.backup.download;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.transfer.TreePath;
import java.io.IOException;

/** The stream has come to a file of which some cannot be had. */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient TreePath path;

    DamagedFileException(TreePath path, GraphkeepException cause) {
        super(cause.sentence(), cause);
        this.path = path;
    }

    public TreePath path() {
        return path;
    }
}
