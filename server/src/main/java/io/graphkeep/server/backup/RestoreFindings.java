package io.graphkeep.server.backup;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.PathFinding;
import io.graphkeep.v1.RestoreResult;

/** What a restore has done, and what of it went less than perfectly. Thread-safe. */
final class RestoreFindings {
    private final PathFindings findings = new PathFindings();
    private long files;
    private long directories;
    private long symlinks;
    private long bytes;
    private long owners;
    private long modes;
    private long attributes;
    private long extras;
    private long damaged;
    private long extrasRemoved;
    private boolean leftOut;

    synchronized void file(long size) {
        files++;
        bytes += size;
    }

    synchronized void directory() {
        directories++;
    }

    synchronized void symlink() {
        symlinks++;
    }

    synchronized void ownerSkipped() {
        owners++;
    }

    synchronized void modeStripped() {
        modes++;
    }

    /** A path that stays loses bits that it had. */
    synchronized void modeNotKept(String path) {
        findings.add(PathFinding.newBuilder()
                .setPath(path)
                .setDetail("Kept without its setuid or setgid bit, as its owner could not be kept.")
                .build());
    }

    synchronized void attributeSkipped() {
        attributes++;
    }

    synchronized void add(TreePath path, FileProblem problem, String detail) {
        leftOut |= problem == FileProblem.FILE_PROBLEM_UNREADABLE || problem == FileProblem.FILE_PROBLEM_VANISHED;
        findings.add(PathFinding.newBuilder()
                .setPath(path.text())
                .setProblem(problem)
                .setDetail(detail)
                .build());
    }

    /** What the old content has there stays aside, for what it is. */
    void notCarried(TreePath path, String detail) {
        add(path, FileProblem.FILE_PROBLEM_UNSPECIFIED, "Not carried over, and kept aside: " + detail + ".");
    }

    /** A restored name is no longer one of the file whose other name was not chosen. */
    void splitOff(TreePath path, TreePath other) {
        add(
                path,
                FileProblem.FILE_PROBLEM_UNSPECIFIED,
                "A file of its own from now on: it was the same file as " + other.text()
                        + ", which was not chosen and is not touched.");
    }

    /** What the capture has noted of an entry. */
    void marks(TreePath path, Entry entry) {
        for (var mark : entry.getMarksList()) {
            switch (mark) {
                case ENTRY_MARK_UNREADABLE ->
                    add(
                            path,
                            FileProblem.FILE_PROBLEM_UNREADABLE,
                            "The capture could not read it: a file is left out, a directory is empty.");
                case ENTRY_MARK_VANISHED ->
                    add(path, FileProblem.FILE_PROBLEM_VANISHED, "It was gone when the capture read it.");
                case ENTRY_MARK_TORN ->
                    add(path, FileProblem.FILE_PROBLEM_CHANGED, "It changed while the capture read it.");
                case ENTRY_MARK_FRESH, ENTRY_MARK_UNSPECIFIED, UNRECOGNIZED -> {}
            }
        }
    }

    /** A file that is left out, as data of it is damaged. */
    synchronized void damaged(TreePath path) {
        damaged++;
        leftOut = true;
        add(path, FileProblem.FILE_PROBLEM_DAMAGED, "Left out: stored data of it is damaged.");
    }

    /** Whether a file of the snapshot is not there, so that a further name of it has nothing to name. */
    synchronized boolean hasLeftOut() {
        return leftOut;
    }

    /** A further name of a file that is left out. */
    synchronized void leftOutWith(TreePath path) {
        if (damaged > 0) {
            damaged(path);
            return;
        }
        add(path, FileProblem.FILE_PROBLEM_UNREADABLE, "Left out with the file that it is a further name of.");
    }

    synchronized void extraKept() {
        extras++;
    }

    synchronized void extrasRemoved(long count) {
        extrasRemoved = count;
    }

    synchronized long files() {
        return files;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized RestoreResult.Builder result() {
        return RestoreResult.newBuilder()
                .setFiles(files)
                .setDirectories(directories)
                .setSymlinks(symlinks)
                .setBytes(bytes)
                .setOwnersSkipped(owners)
                .setSpecialModesStripped(modes)
                .setExtrasKept(extras)
                .setExtrasRemoved(extrasRemoved)
                .setDamagedFiles(damaged)
                .setExtendedAttributesSkipped(attributes)
                .addAllFindings(findings.first())
                .setFindingsTotal(findings.total());
    }
}
