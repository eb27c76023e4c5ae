package io.graphkeep.server.backup;

import io.graphkeep.v1.PathFinding;
import java.util.ArrayList;
import java.util.List;

/** What is told of single paths: the first hundred at most, and not more text than an answer can bear, of however many. */
final class PathFindings {
    private static final int MOST = 100;
    private static final int MOST_BYTES = 64 << 10;

    private final List<PathFinding> findings = new ArrayList<>();
    private int bytes;
    private long total;

    void add(PathFinding finding) {
        total++;
        var size = finding.getSerializedSize();
        if (findings.size() < MOST && bytes + size <= MOST_BYTES) {
            findings.add(finding);
            bytes += size;
        }
    }

    List<PathFinding> first() {
        return findings;
    }

    long total() {
        return total;
    }
}
