package io.graphkeep.server;

import io.graphkeep.server.api.AdminService;
import io.graphkeep.server.api.BackupService;
import io.graphkeep.server.api.Idempotency;
import io.graphkeep.server.api.KeyCalls;
import io.graphkeep.server.api.MonitoringService;
import io.graphkeep.server.api.Pages;
import io.graphkeep.server.api.ServerFacts;
import io.graphkeep.server.api.ServerInfo;
import io.graphkeep.server.api.ServiceMethods;
import io.graphkeep.server.api.Subsystems;
import io.graphkeep.server.api.TransferLimits;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.graph.GraphMapper;
import io.graphkeep.server.catalog.process.ProcessMapper;
import io.graphkeep.server.catalog.store.InstanceMapper;
import io.graphkeep.server.config.Configuration;
import io.graphkeep.server.config.LimitConfig;
import io.graphkeep.server.keys.KeyRotations;
import io.graphkeep.server.monitoring.events.EventFeed;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Tokens;
import io.graphkeep.server.store.MasterKeyFile;
import io.graphkeep.transfer.ManifestFormat;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.PeerServiceGrpc;
import io.graphkeep.v1.RecoveryServiceGrpc;
import io.graphkeep.v1.ReplicationServiceGrpc;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC services of the contract, each over the rooms that do its work.
 *
 * <p>Every service is listed, those that are not built yet too: they answer so, and reflection shows them.
 */
record Services(List<ServiceMethods> all, Idempotency idempotency) {
    /**
     * The rooms that the services speak for.
     *
     * @param backup null where the store could not be opened
     * @param keys null likewise
     */
    record Rooms(
            Operations operations,
            Telemetry telemetry,
            EventFeed feed,
            @Nullable BackupRoom backup,
            @Nullable KeyRotations keys) {}

    private static final String CHUNKER = "graphkeep-1";
    private static final Duration FORGET = Duration.ofMinutes(10);
    private static final int SECRET_BYTES = 32;

    static Services of(
            Configuration configuration,
            Database database,
            OpenStore store,
            Rooms rooms,
            Subsystems subsystems,
            Tokens tokens,
            Ids ids,
            Clock clock) {
        var config = configuration.server();
        var idempotency = new Idempotency(database, clock);
        var pages = new Pages(secret(StoreKey.of(config), ids));
        var facts = new ServerFacts(
                instance(database),
                config.node(),
                Version.current(),
                config.node(),
                clock.instant(),
                ManifestFormat.VERSION,
                CHUNKER,
                () -> nodes(database, clock),
                store::isReadOnly);
        var info = new ServerInfo(facts, subsystems, config.limits(), config.retention(), clock);
        var admin = new AdminService(info, configuration, tokens, idempotency, pages);
        var keys = new KeyCalls(rooms.keys(), rooms.operations(), idempotency, clock);
        return new Services(
                List.of(
                        keys.addTo(admin.methods()),
                        backup(rooms, idempotency, pages, config.limits(), clock),
                        new MonitoringService(
                                        rooms.operations(),
                                        rooms.telemetry().probes(),
                                        graph -> isGraph(database, graph),
                                        rooms.feed(),
                                        idempotency,
                                        pages,
                                        clock)
                                .methods(),
                        ServiceMethods.of(PeerServiceGrpc.getServiceDescriptor()),
                        ServiceMethods.of(RecoveryServiceGrpc.getServiceDescriptor()),
                        ServiceMethods.of(ReplicationServiceGrpc.getServiceDescriptor())),
                idempotency);
    }

    /** Without a store the calls are all there, and {@link Subsystems} refuses them with why. */
    private static ServiceMethods backup(
            Rooms rooms, Idempotency idempotency, Pages pages, LimitConfig limits, Clock clock) {
        var room = rooms.backup();
        return room == null
                ? ServiceMethods.of(BackupServiceGrpc.getServiceDescriptor())
                : new BackupService(
                                room.parts(),
                                room.receiving().uploads(),
                                room.receiving().pushes(),
                                rooms.operations(),
                                idempotency,
                                pages,
                                new TransferLimits(limits.transferIdle(), limits.transferTime()),
                                rooms.telemetry().transfers(),
                                clock)
                        .methods();
    }

    void schedule(Chores chores) {
        chores.every(FORGET, "forget old answers", idempotency::forgetOld);
    }

    /** What page tokens are signed with: the same at every server of the instance, where there is a key to make it of. */
    private static byte[] secret(MasterKeyFile keyFile, Ids ids) {
        return keyFile.read()
                .map(key -> key.reveal().getBytes(StandardCharsets.US_ASCII))
                .orElseGet(() -> ids.bytes(SECRET_BYTES));
    }

    private static boolean isGraph(Database database, String id) {
        return database.read(
                        transaction -> transaction.mapper(GraphMapper.class).find(id))
                != null;
    }

    static UUID instance(Database database) {
        var row = database.read(
                transaction -> transaction.mapper(InstanceMapper.class).find());
        return row == null ? new UUID(0, 0) : row.id();
    }

    private static List<ServerFacts.NodeFacts> nodes(Database database, Clock clock) {
        return database
                .read(transaction -> transaction.mapper(ProcessMapper.class).living(OffsetDateTime.now(clock)))
                .stream()
                .map(row -> new ServerFacts.NodeFacts(
                        row.node(), row.version(), row.startedAt().toInstant()))
                .toList();
    }
}
