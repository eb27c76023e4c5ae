package io.graphkeep.server.backup;

import io.graphkeep.server.operations.OperationContext;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.CaptureFindings;
import io.graphkeep.v1.PathFinding;
import java.util.function.LongConsumer;

/** How far a capture is, what it has met, and whether it should go on. Thread-safe. */
final class CaptureProgress {
    private final OperationContext context;
    private final LongConsumer room;
    private final PathFindings findings = new PathFindings();
    private long bytes;
    private long files;
    private long expectedBytes;
    private long expectedFiles;

    CaptureProgress(OperationContext context) {
        this(context, bytes -> {});
    }

    /**
     * Of a capture that may hold so much and no more.
     *
     * @param room is told how many bytes there are so far, and throws when they are too many
     */
    CaptureProgress(OperationContext context, LongConsumer room) {
        this.context = context;
        this.room = room;
    }

    void checkCancelled() {
        context.checkCancelled();
    }

    /** So much there will be, as far as is known. */
    synchronized void expect(long totalBytes, long totalFiles) {
        expectedBytes = totalBytes;
        expectedFiles = totalFiles;
    }

    synchronized void bytes(int count) {
        bytes += count;
        room.accept(bytes);
        tell();
    }

    /** A file is done; {@code unread} bytes of it did not have to be read. */
    synchronized void file(long unread) {
        files++;
        bytes += unread;
        context.checkCancelled();
        room.accept(bytes);
        tell();
    }

    synchronized void problem(TreePath path, SourceProblem problem, String detail) {
        if (problem != SourceProblem.EXCLUDED) {
            findings.add(PathFinding.newBuilder()
                    .setPath(path.text())
                    .setKind(problem.kind())
                    .setProblem(problem.told())
                    .setDetail(detail)
                    .build());
        }
    }

    /** What was met, but for what a pattern left out. It names files. */
    synchronized CaptureFindings findings() {
        return CaptureFindings.newBuilder()
                .addAllFindings(findings.first())
                .setFindingsTotal(findings.total())
                .build();
    }

    private void tell() {
        var totalBytes = expectedBytes == 0 ? 0 : Math.max(bytes, expectedBytes);
        var totalFiles = expectedFiles == 0 ? 0 : Math.max(files, expectedFiles);
        context.progress(bytes, totalBytes, files, totalFiles, "reading");
    }
}
