package io.graphkeep.server.backup;

import io.graphkeep.server.store.ReadSession;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.PlacedChunk;
import io.graphkeep.transfer.TreeContents;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.transfer.TreeReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** How much room a snapshot takes where it is restored: its bytes, but for those of chunks of zeros, which become holes. */
final class RestoreSpace {
    private final Map<Integer, ChunkId> zeros = new HashMap<>();

    private final RestorePlan plan;

    private RestoreSpace(RestorePlan plan) {
        this.plan = plan;
    }

    /** The bytes that the plan brings, or less where holes would make the difference that they fit. */
    static long needed(ReadSession session, RestorePlan plan, long free) throws IOException {
        return plan.bytes() <= free
                ? plan.bytes()
                : new RestoreSpace(plan)
                        .sum(new TreeContents(new TreeReader(session.tree()), new TreeReader(session.tree()), session));
    }

    private long sum(TreeContents tree) throws IOException {
        var sum = 0L;
        for (var entry = tree.nextEntry(); entry != null; entry = tree.nextEntry()) {
            if (!plan.chosen().covers(TreePath.parse(entry.getPath()))) {
                continue;
            }
            if (entry.getSize() < 1 << 20) {
                sum += entry.getSize();
                continue;
            }
            for (var chunk = tree.nextChunk(); chunk != null; chunk = tree.nextChunk()) {
                sum += isZero(chunk) ? 0 : chunk.outputLength();
            }
        }
        return sum;
    }

    /** Runs of zeros are cut at the longest chunk that there is, which is a power of two. */
    private boolean isZero(PlacedChunk chunk) {
        var length = chunk.chunk().length();
        return Integer.bitCount(length) == 1
                && zeros.computeIfAbsent(length, size -> ChunkId.of(new byte[size], 0, size))
                        .equals(chunk.chunk().id());
    }
}
