package io.graphkeep.server.backup;

import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.transfer.TreePath;
import java.util.ArrayList;
import java.util.List;

/** How far a capture is, what it has met, and whether it should go on. */
final class CaptureProgress {
    /** Findings that are kept by name; the counts tell of the others. */
    private static final int MOST_FINDINGS = 100;

    private final OperationContext context;
    private final List<String> findings = new ArrayList<>();
    private long bytes;
    private long bytesOfFile;
    private long files;

    CaptureProgress(OperationContext context) {
        this.context = context;
    }

    void checkCancelled() {
        context.checkCancelled();
    }

    void fileBegins() {
        bytesOfFile = 0;
    }

    void bytes(int count) {
        bytes += count;
        bytesOfFile += count;
        tell();
    }

    long bytesOfFile() {
        return bytesOfFile;
    }

    /** A file is done; {@code unread} bytes of it did not have to be read. */
    void file(long unread) {
        files++;
        bytes += unread;
        context.checkCancelled();
        tell();
    }

    void problem(TreePath path, SourceProblem problem, String detail) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(path.text() + ": " + problem + ", " + detail);
        }
    }

    /** What was met, at most the first hundred; for the server's log alone, as it names files. */
    List<String> findings() {
        return findings;
    }

    private void tell() {
        context.progress(bytes, 0, files, 0, "reading");
    }
}
