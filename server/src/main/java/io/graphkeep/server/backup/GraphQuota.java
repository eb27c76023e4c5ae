package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.catalog.snapshot.SnapshotMapper;
import io.graphkeep.server.catalog.usage.GraphSumsRow;
import io.graphkeep.server.catalog.usage.UsageMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.Quota;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * What a graph's policy lets it hold; a limit of 0 is none.
 *
 * <p>Every capture keeps to it, whoever asked for it: there must be room when it begins, and what it reads
 * and writes must fit.
 */
public final class GraphQuota {
    private final GraphRow graph;
    private final Quota quota;

    private GraphQuota(GraphRow graph, Quota quota) {
        this.graph = graph;
        this.quota = quota;
    }

    public static GraphQuota of(GraphRow graph) {
        return new GraphQuota(graph, GraphPolicies.parse(graph.policy()).getQuota());
    }

    /** Refuses one more snapshot where those that there are use up what they may, as far as that is added up. */
    public void requireRoom(Transaction transaction) {
        if (quota.getMaxSnapshots() > 0) {
            requireFewer(transaction.mapper(SnapshotMapper.class).count(graph.uid()));
        }
        if (quota.getMaxStoredBytes() > 0) {
            transaction.mapper(UsageMapper.class).graphs(graph.uid(), null, null).stream()
                    .map(GraphSumsRow::storedBytes)
                    .filter(Objects::nonNull)
                    .forEach(this::requireSmaller);
        }
    }

    private void requireFewer(long snapshots) {
        if (snapshots >= quota.getMaxSnapshots()) {
            throw exceeded(
                    "max_snapshots",
                    quota.getMaxSnapshots(),
                    snapshots,
                    "has " + snapshots + (snapshots == 1 ? " snapshot" : " snapshots")
                            + ", and its quota max_snapshots is "
                            + quota.getMaxSnapshots()
                            + ": delete snapshots, or raise the quota");
        }
    }

    private void requireSmaller(long stored) {
        if (stored >= quota.getMaxStoredBytes()) {
            throw exceeded(
                    "max_stored_bytes",
                    quota.getMaxStoredBytes(),
                    stored,
                    "takes " + stored + " bytes of the store, and its quota max_stored_bytes is "
                            + quota.getMaxStoredBytes() + ": delete snapshots, or raise the quota");
        }
    }

    /** Refuses what a capture has put into the store once that and what is there are more than may be; nothing where that is. */
    public LongConsumer storedWatch(GraphUsage usage) {
        var most = quota.getMaxStoredBytes();
        if (most == 0) {
            return put -> {};
        }
        var before = usage.storedBytes(graph.uid());
        requireSmaller(before);
        return put -> {
            if (before + put > most) {
                throw exceeded(
                        "max_stored_bytes",
                        most,
                        before + put,
                        "takes " + before + " bytes of the store, this snapshot would add at least " + put
                                + ", and its quota max_stored_bytes is " + most + ": delete snapshots, raise the quota,"
                                + " or leave more out of the source");
            }
        };
    }

    /** Refuses a snapshot of which so much was counted, be that all of it or not. */
    public void requireFits(long logicalBytes) {
        if (quota.getMaxLogicalBytes() > 0 && logicalBytes > quota.getMaxLogicalBytes()) {
            throw exceeded(
                    "max_logical_bytes",
                    quota.getMaxLogicalBytes(),
                    logicalBytes,
                    "is too large for one snapshot: its quota max_logical_bytes is " + quota.getMaxLogicalBytes()
                            + ", and its source has at least " + logicalBytes
                            + " bytes, so that only a smaller source or a higher quota helps");
        }
    }

    private GraphkeepException exceeded(String limit, long most, long amount, String what) {
        return CapturableGraph.refused(Reason.QUOTA_EXCEEDED, graph, what)
                .with("quota", limit)
                .with("limit", String.valueOf(most))
                .with("amount", String.valueOf(amount));
    }
}
