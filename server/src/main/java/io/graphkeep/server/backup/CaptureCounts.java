package io.graphkeep.server.backup;

import io.graphkeep.v1.FileCounts;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.ProblemCount;
import java.util.EnumMap;
import java.util.Map;

/** What a capture has counted so far. */
final class CaptureCounts {
    private final Map<SourceProblem, Long> problems = new EnumMap<>(SourceProblem.class);
    private long files;
    private long directories;
    private long symlinks;
    private long unread;
    private long logicalBytes;

    void file(long size) {
        files++;
        logicalBytes += size;
    }

    void unread() {
        unread++;
    }

    void directory() {
        directories++;
    }

    void symlink() {
        symlinks++;
    }

    void problem(SourceProblem problem) {
        problems.merge(problem, 1L, Long::sum);
    }

    long files() {
        return files;
    }

    long logicalBytes() {
        return logicalBytes;
    }

    /** What no snapshot holds, for what it is. */
    long skipped() {
        return count(SourceProblem.SOCKET)
                + count(SourceProblem.FIFO)
                + count(SourceProblem.DEVICE)
                + count(SourceProblem.TEMPORARY);
    }

    long unreadable() {
        return count(SourceProblem.UNREADABLE);
    }

    long moved() {
        return count(SourceProblem.VANISHED) + count(SourceProblem.CHANGED);
    }

    /** Whether it holds nothing but directories, and nothing was kept from it. */
    boolean isEmpty() {
        return files + symlinks + unreadable() == 0;
    }

    FileCounts message() {
        var counts = FileCounts.newBuilder()
                .setFiles(files)
                .setDirectories(directories)
                .setSymlinks(symlinks)
                .setSkipped(skipped())
                .setUnreadable(unreadable())
                .setChanged(moved())
                .setUnread(unread);
        problems.forEach((problem, count) -> counts.addProblems(ProblemCount.newBuilder()
                .setKind(kind(problem))
                .setProblem(told(problem))
                .setCount(count)));
        return counts.build();
    }

    private long count(SourceProblem problem) {
        return problems.getOrDefault(problem, 0L);
    }

    private static FileKind kind(SourceProblem problem) {
        return switch (problem) {
            case SOCKET -> FileKind.FILE_KIND_SOCKET;
            case FIFO -> FileKind.FILE_KIND_FIFO;
            case DEVICE -> FileKind.FILE_KIND_DEVICE;
            case UNREADABLE, VANISHED, CHANGED, EXCLUDED, TEMPORARY, METADATA -> FileKind.FILE_KIND_UNSPECIFIED;
        };
    }

    private static FileProblem told(SourceProblem problem) {
        return switch (problem) {
            case SOCKET, FIFO, DEVICE -> FileProblem.FILE_PROBLEM_SPECIAL;
            case UNREADABLE -> FileProblem.FILE_PROBLEM_UNREADABLE;
            case VANISHED -> FileProblem.FILE_PROBLEM_VANISHED;
            case CHANGED -> FileProblem.FILE_PROBLEM_CHANGED;
            case EXCLUDED -> FileProblem.FILE_PROBLEM_EXCLUDED;
            case TEMPORARY -> FileProblem.FILE_PROBLEM_TEMPORARY;
            case METADATA -> FileProblem.FILE_PROBLEM_METADATA;
        };
    }
}
