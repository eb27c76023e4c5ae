package io.graphkeep.server.backup;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.v1.GraphPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What holds for a graph whose policy says nothing of it. */
public record GraphDefaults(Duration protectedPeriod, Duration restoreKeep, int retentionDays) {

    /** The policy of a row. */
    static GraphPolicy policy(GraphRow graph) {
        var policy = GraphPolicy.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(graph.policy(), policy);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The policy of graph " + graph.id() + " cannot be read", e);
        }
        return policy.build();
    }

    /** How long a snapshot of the graph is protected after its creation. */
    Duration protectedPeriod(@Nullable GraphRow graph) {
        if (graph == null) {
            return protectedPeriod;
        }
        var policy = policy(graph);
        return policy.hasProtectedPeriod()
                ? Duration.ofSeconds(policy.getProtectedPeriod().getSeconds())
                : protectedPeriod;
    }
}
