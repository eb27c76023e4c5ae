package io.graphkeep.cli;

import io.graphkeep.v1.GraphPolicy;
import io.graphkeep.v1.Quota;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how much a graph may hold: a capture that would go beyond fails, and 0 lifts a limit. */
final class QuotaOptions {
    @Option(names = "--max-snapshots", paramLabel = "N", description = "Hold at most N snapshots; 0 lifts the limit.")
    @Nullable
    Long snapshots;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            converter = ByteCount.class,
            description = "Take no snapshot whose files have more bytes than this, such as 50GiB; 0 lifts the limit.")
    @Nullable
    Long size;

    @Option(
            names = "--max-stored",
            paramLabel = "SIZE",
            converter = ByteCount.class,
            description = "Take no snapshot with which its snapshots would take more than this of the store, such as"
                    + " 200GiB; 0 lifts the limit.")
    @Nullable
    Long stored;

    /** The paths of a graph's fields that these options set. */
    List<String> paths() {
        return snapshots == null && size == null && stored == null ? List.of() : List.of("policy.quota");
    }

    /** What these options make of the policy that there is; nothing but the fields of {@link #paths}. */
    GraphPolicy policy(GraphPolicy present) {
        if (paths().isEmpty()) {
            return GraphPolicy.getDefaultInstance();
        }
        var quota = present.getQuota().toBuilder();
        if (snapshots != null) {
            quota.setMaxSnapshots(snapshots);
        }
        if (size != null) {
            quota.setMaxLogicalBytes(size);
        }
        if (stored != null) {
            quota.setMaxStoredBytes(stored);
        }
        return GraphPolicy.newBuilder().setQuota(quota).build();
    }

    /** A quota as a person reads it: {@code 30 snapshots, 50.0 GiB in one snapshot, 200 GiB stored}. */
    static String words(Quota quota) {
        var words = new ArrayList<String>();
        if (quota.getMaxSnapshots() > 0) {
            words.add(Human.count(quota.getMaxSnapshots(), "snapshot", "snapshots"));
        }
        if (quota.getMaxLogicalBytes() > 0) {
            words.add(Human.bytes(quota.getMaxLogicalBytes()) + " in one snapshot");
        }
        if (quota.getMaxStoredBytes() > 0) {
            words.add(Human.bytes(quota.getMaxStoredBytes()) + " stored");
        }
        return words.isEmpty() ? "none" : String.join(", ", words);
    }
}
