package io.graphkeep.server.backup;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.usage.GraphSumsRow;
import io.graphkeep.server.catalog.usage.UsageMapper;
import io.graphkeep.server.security.Principal;
import io.graphkeep.v1.GetBackupStatsResponse;
import io.graphkeep.v1.GraphStats;
import io.graphkeep.v1.StoreStats;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What snapshots and the store take up.
 *
 * <p>A caller with scopes sees sums over its own graphs, as if there were no others: nothing of how the store grew, and
 * nothing of the store as a whole. Objects are never listed for it.
 */
public final class BackupStats {
    private static final int MOST_GRAPHS = 100;
    private static final long UNKNOWN = -1;

    private final Database database;
    private final StoredSums store;
    private final GraphUsage usage;

    BackupStats(Database database, StoredSums store) {
        this.database = database;
        this.store = store;
        this.usage = new GraphUsage(database, store.held());
    }

    /** The sums of one graph, or of all that the caller may see where {@code graphId} is empty. */
    public GetBackupStatsResponse sums(Principal caller, String graphId) {
        var rows = database.read(transaction -> {
            var one = graphId.isEmpty() ? null : Lookups.graph(transaction, graphId, caller);
            return transaction
                    .mapper(UsageMapper.class)
                    .graphs(one == null ? null : one.uid(), ids(caller), prefixes(caller));
        });
        var sums = rows.stream().map(usage::known).toList();
        var answer = GetBackupStatsResponse.newBuilder();
        var all = caller.scopes().isAll();
        ToLongFunction<GraphSumsRow> size = all ? BackupStats::stored : BackupStats::unique;
        var most = Comparator.comparingLong(size).reversed().thenComparing(GraphSumsRow::graphId);
        sums.stream()
                .sorted(most)
                .limit(MOST_GRAPHS)
                .map(row -> message(row, all))
                .forEach(answer::addPerGraph);
        add(answer, sums);
        if (!all) {
            return answer.clearStoredBytes().build();
        }
        return graphId.isEmpty() ? whole(answer) : answer.build();
    }

    /** Adds up beforehand what the next question would have to. */
    public void refresh() {
        database.read(transaction -> transaction.mapper(UsageMapper.class).graphs(null, null, null))
                .forEach(usage::known);
    }

    private static @Nullable List<String> ids(Principal caller) {
        return caller.scopes().isAll()
                ? null
                : caller.scopes().patterns().stream()
                        .filter(pattern -> !pattern.endsWith("*"))
                        .toList();
    }

    private static @Nullable List<String> prefixes(Principal caller) {
        return caller.scopes().isAll()
                ? null
                : caller.scopes().patterns().stream()
                        .filter(pattern -> pattern.endsWith("*"))
                        .map(pattern -> pattern.substring(0, pattern.length() - 1))
                        .toList();
    }

    private static void add(GetBackupStatsResponse.Builder answer, List<GraphSumsRow> sums) {
        answer.setGraphs(sums.size());
        for (var row : sums) {
            answer.setSnapshots(answer.getSnapshots() + row.whole())
                    .setCorruptSnapshots(answer.getCorruptSnapshots() + row.corrupt())
                    .setLogicalBytes(answer.getLogicalBytes() + row.logicalBytes())
                    .setUniqueBytes(answer.getUniqueBytes() + unique(row))
                    .setStoredBytes(answer.getStoredBytes() + stored(row));
        }
        sums.stream()
                .map(GraphSumsRow::oldestCut)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .ifPresent(cut -> answer.setOldestCutTime(Moments.of(cut)));
        sums.stream()
                .map(GraphSumsRow::newestCut)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .ifPresent(cut -> answer.setNewestCutTime(Moments.of(cut)));
    }

    /** What is stored for all graphs is what the packs take. */
    private GetBackupStatsResponse whole(GetBackupStatsResponse.Builder answer) {
        var status = store.status().get();
        return database.read(transaction -> {
            var stats = StoreStats.newBuilder()
                    .setTotalBytes(status.packBytes() + status.condemnedBytes())
                    .setPacks(status.packs())
                    .setSegments(status.segments())
                    .setCondemnedBytes(status.condemnedBytes())
                    .setFreeBytes(
                            status.room().space().map(space -> space.usable()).orElse(UNKNOWN))
                    .setReserveBytes(status.room().reserveBytes())
                    .setCatalogBytes(transaction.mapper(UsageMapper.class).databaseBytes());
            status.oldestSession()
                    .map(at -> Moments.of(OffsetDateTime.ofInstant(at, ZoneOffset.UTC)))
                    .ifPresent(stats::setOldestSessionTime);
            return answer.setStoredBytes(status.packBytes()).setStore(stats).build();
        });
    }

    private static GraphStats message(GraphSumsRow row, boolean all) {
        return GraphStats.newBuilder()
                .setGraphId(row.graphId())
                .setSnapshots(row.snapshots())
                .setLogicalBytes(row.logicalBytes())
                .setStoredBytes(all ? stored(row) : 0)
                .setUniqueBytes(unique(row))
                .build();
    }

    private static long unique(GraphSumsRow row) {
        var bytes = row.uniqueBytes();
        return bytes == null ? 0 : bytes;
    }

    private static long stored(GraphSumsRow row) {
        var bytes = row.storedBytes();
        return bytes == null ? 0 : bytes;
    }
}
