package io.graphkeep.server.backup;

import io.graphkeep.v1.FileCounts;
import io.graphkeep.v1.ProblemCount;
import java.util.EnumMap;
import java.util.Map;

/** What a capture has counted so far. Thread-safe. */
final class CaptureCounts {
    private final Map<SourceProblem, Long> problems = new EnumMap<>(SourceProblem.class);
    private long files;
    private long directories;
    private long symlinks;
    private long unread;
    private long logicalBytes;

    synchronized void file(long size) {
        files++;
        logicalBytes += size;
    }

    /** One more name of a file that was counted with its bytes. */
    synchronized void hardLink(boolean isUnread) {
        files++;
        unread += isUnread ? 1 : 0;
    }

    synchronized void unread() {
        unread++;
    }

    synchronized void directory() {
        directories++;
    }

    synchronized void symlink() {
        symlinks++;
    }

    synchronized void problem(SourceProblem problem) {
        problems.merge(problem, 1L, Long::sum);
    }

    synchronized long files() {
        return files;
    }

    synchronized long logicalBytes() {
        return logicalBytes;
    }

    /** What no snapshot holds, for what it is. */
    synchronized long skipped() {
        return count(SourceProblem.SOCKET)
                + count(SourceProblem.FIFO)
                + count(SourceProblem.DEVICE)
                + count(SourceProblem.TEMPORARY);
    }

    synchronized long unreadable() {
        return count(SourceProblem.UNREADABLE);
    }

    synchronized long moved() {
        return count(SourceProblem.VANISHED) + count(SourceProblem.CHANGED);
    }

    /** Whether it holds nothing but directories, and nothing was kept from it. */
    synchronized boolean isEmpty() {
        return files + symlinks + unreadable() == 0;
    }

    synchronized FileCounts message() {
        var counts = FileCounts.newBuilder()
                .setFiles(files)
                .setDirectories(directories)
                .setSymlinks(symlinks)
                .setSkipped(skipped())
                .setUnreadable(unreadable())
                .setChanged(moved())
                .setUnread(unread);
        problems.forEach((problem, count) -> counts.addProblems(ProblemCount.newBuilder()
                .setKind(problem.kind())
                .setProblem(problem.told())
                .setCount(count)));
        return counts.build();
    }

    private synchronized long count(SourceProblem problem) {
        return problems.getOrDefault(problem, 0L);
    }
}
