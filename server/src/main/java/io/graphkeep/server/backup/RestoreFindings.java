package io.graphkeep.server.backup;

import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.PathFinding;
import io.graphkeep.v1.RestoreResult;

/** What a restore has done, and what of it went less than perfectly. */
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

    void file(long size) {
        files++;
        bytes += size;
    }

    void directory() {
        directories++;
    }

    void symlink() {
        symlinks++;
    }

    void ownerSkipped() {
        owners++;
    }

    void modeStripped() {
        modes++;
    }

    void attributeSkipped() {
        attributes++;
    }

    void add(TreePath path, FileProblem problem, String detail) {
        findings.add(PathFinding.newBuilder()
                .setPath(path.text())
                .setProblem(problem)
                .setDetail(detail)
                .build());
    }

    void extraKept() {
        extras++;
    }

    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    RestoreResult.Builder result() {
        return RestoreResult.newBuilder()
                .setFiles(files)
                .setDirectories(directories)
                .setSymlinks(symlinks)
                .setBytes(bytes)
                .setOwnersSkipped(owners)
                .setSpecialModesStripped(modes)
                .setExtrasKept(extras)
                .setExtendedAttributesSkipped(attributes)
                .addAllFindings(findings.first())
                .setFindingsTotal(findings.total());
    }
}
