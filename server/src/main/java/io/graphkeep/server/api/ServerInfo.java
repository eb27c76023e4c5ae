package io.graphkeep.server.api;

import com.google.protobuf.util.Durations;
import io.graphkeep.server.config.LimitConfig;
import io.graphkeep.server.config.RetentionConfig;
import io.graphkeep.server.config.Switch;
import io.graphkeep.v1.CallerInfo;
import io.graphkeep.v1.GetServerInfoResponse;
import io.graphkeep.v1.Limits;
import io.graphkeep.v1.Node;
import java.time.Clock;
import java.util.Objects;

/** What the server tells of itself: what it is, what of it is on, what it takes at most, and who it takes the caller for. */
public final class ServerInfo {
    private static final int FRAME = 256 << 10;
    private static final long WAIT_SECONDS = 60;
    private static final long OPERATION_DAYS = 30;

    private final ServerFacts facts;
    private final Subsystems subsystems;
    private final LimitConfig limits;
    private final RetentionConfig retention;
    private final Clock clock;

    public ServerInfo(
            ServerFacts facts, Subsystems subsystems, LimitConfig limits, RetentionConfig retention, Clock clock) {
        this.facts = facts;
        this.subsystems = subsystems;
        this.limits = limits;
        this.retention = retention;
        this.clock = clock;
    }

    GetServerInfoResponse tell(Call call) {
        var response = GetServerInfoResponse.newBuilder()
                .setInstanceId(facts.instanceId().toString())
                .setInstanceName(facts.instanceName())
                .setVersion(facts.version())
                .setNode(facts.node())
                .setLimits(limits())
                .setFormatVersion(facts.formatVersion())
                .setChunker(facts.chunker())
                .setServerTime(Views.timestamp(clock.instant()))
                .setStartTime(Views.timestamp(facts.startedAt()))
                .setReadOnly(facts.readOnly().getAsBoolean())
                .setCaller(caller(call));
        facts.nodes().get().forEach(node -> response.addNodes(view(node)));
        for (var part : Switch.values()) {
            response.addSwitches(view(part));
        }
        return response.build();
    }

    private Limits limits() {
        return Limits.newBuilder()
                .setMaxMessageBytes(limits.maxMessageSize())
                .setMaxFrameBytes(FRAME)
                .setMaxPageSize(Pages.MOST)
                .setMaxWait(Durations.fromSeconds(WAIT_SECONDS))
                .setMaxStreams(limits.maxStreamsPerToken())
                .setRequestIdLifetime(Durations.fromSeconds(Idempotency.LIFETIME.toSeconds()))
                .setOperationLifetime(Durations.fromDays(OPERATION_DAYS))
                .setEventLifetime(Durations.fromDays(retention.eventDays()))
                .build();
    }

    private io.graphkeep.v1.Switch view(Switch part) {
        return io.graphkeep.v1.Switch.newBuilder()
                .setName(part.key())
                .setOn(subsystems.isOn(part))
                .setFailure(Objects.requireNonNullElse(subsystems.failure(part), ""))
                .build();
    }

    private static Node view(ServerFacts.NodeFacts node) {
        return Node.newBuilder()
                .setNode(node.node())
                .setVersion(node.version())
                .setStartTime(Views.timestamp(node.startedAt()))
                .build();
    }

    private static CallerInfo caller(Call call) {
        var principal = call.principal();
        var caller = CallerInfo.newBuilder()
                .setTokenName(principal.name())
                .setRole(Views.role(principal.role()))
                .addAllScopes(principal.scopes().patterns());
        var end = principal.expiresAt();
        if (end != null) {
            caller.setExpireTime(Views.timestamp(end));
        }
        return caller.build();
    }
}
