package io.graphkeep.transfer.push;

import io.graphkeep.transfer.TreePath;
import java.io.IOException;

/** A file that was taken for unchanged is not: the push begins anew, and reads it. */
final class ChangedMeanwhileException extends IOException {
    private static final long serialVersionUID = 1L;

    ChangedMeanwhileException(TreePath path) {
        super(path.text() + " changed while the directory was read");
    }
}
