package io.graphkeep.server.backup;

import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import io.graphkeep.server.catalog.graph.GraphRow;
import io.graphkeep.server.errors.GraphkeepException.FieldViolation;
import io.graphkeep.v1.GraphPolicy;
import java.util.List;

/** The policies of graphs: how the catalog keeps them, what may stand in them, and what holds where they say nothing. */
public final class GraphPolicies {
    private final int protectedDays;

    /**
     * The policies of an instance with these defaults.
     *
     * @param protectedDays the protected period of graphs whose policy has none
     */
    public GraphPolicies(int protectedDays) {
        this.protectedDays = protectedDays;
    }

    /** All that is wrong with a policy, with the paths of the fields below {@code field}. */
    public static List<FieldViolation> violations(String field, GraphPolicy policy, boolean pushed) {
        return new PolicyCheck(field, pushed).check(policy);
    }

    /** How long after its creation a snapshot of such a graph is protected. */
    public java.time.Duration protectedPeriod(GraphPolicy policy) {
        return policy.hasProtectedPeriod()
                ? plain(policy.getProtectedPeriod())
                : java.time.Duration.ofDays(protectedDays);
    }

    /** How long after its creation a snapshot of this graph is protected. */
    public java.time.Duration protectedPeriod(GraphRow graph) {
        return protectedPeriod(parse(graph.policy()));
    }

    static GraphPolicy parse(String json) {
        var policy = GraphPolicy.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(json, policy);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A policy in the catalog cannot be read", e);
        }
        return policy.build();
    }

    static String print(GraphPolicy policy) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(policy);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A policy cannot be written as JSON", e);
        }
    }

    private static java.time.Duration plain(Duration duration) {
        return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }

    /** Whether a duration is sound and between two others, both included. */
    static boolean isBetween(Duration value, java.time.Duration least, java.time.Duration most) {
        return Durations.isValid(value)
                && plain(value).compareTo(least) >= 0
                && plain(value).compareTo(most) <= 0;
    }
}
