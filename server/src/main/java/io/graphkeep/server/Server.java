package io.graphkeep.server;

import io.graphkeep.server.api.ChannelzPort;
import io.graphkeep.server.api.Front;
import io.graphkeep.server.api.GrpcServer;
import io.graphkeep.server.api.Subsystems;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventBell;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.EventRetention;
import io.graphkeep.server.catalog.HomeLock;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.config.Configuration;
import io.graphkeep.server.config.ServerConfig;
import io.graphkeep.server.config.Switch;
import io.graphkeep.server.errors.StartRefused;
import io.graphkeep.server.keys.KeyRotations;
import io.graphkeep.server.keys.RotateKeyHandler;
import io.graphkeep.server.monitoring.HealthTelling;
import io.graphkeep.server.monitoring.Readiness;
import io.graphkeep.server.monitoring.events.EventFeed;
import io.graphkeep.server.monitoring.events.EventFigures;
import io.graphkeep.server.monitoring.graphs.GraphFigures;
import io.graphkeep.server.monitoring.graphs.GraphLooks;
import io.graphkeep.server.operations.Handlers;
import io.graphkeep.server.operations.OperationEngine;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.operations.ServerProcess;
import io.graphkeep.server.security.AdminToken;
import io.graphkeep.server.security.Denials;
import io.graphkeep.server.security.TlsMaterial;
import io.graphkeep.server.security.Tokens;
import io.graphkeep.server.security.UnknownCallers;
import io.graphkeep.server.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server: every object is made here, by hand, in the order in which one needs the other.
 *
 * <p>A start goes up: home, catalog, security, store, operations, ports. It either reaches the top or leaves nothing
 * running. An end comes down: no new calls, streams told, calls given their time, operations handed back, catalog closed.
 */
final class Server {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final Duration FORGET_EVENTS = Duration.ofHours(1);
    private static final Duration TELL_HEALTH = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration CERTIFICATE = Duration.ofSeconds(2);
    private static final Duration LEAST_FOR_OPERATIONS = Duration.ofSeconds(2);

    private final Configuration configuration;
    private final ServerConfig config;
    private final Clock clock = Clocks.ofTheSystem();
    private final Ids ids = new Ids(clock, new SecureRandom());
    private final ReentrantLock turning = new ReentrantLock();
    private final Deque<Runnable> endings = new ArrayDeque<>();
    private volatile boolean failed;

    Server(Configuration configuration) {
        this.configuration = configuration;
        this.config = configuration.server();
    }

    /** Whether a start has failed, which has ended what it had begun. */
    boolean hasFailed() {
        return failed;
    }

    /** Starts; when this returns, calls are answered there. */
    Endpoint start() {
        turning.lock();
        try {
            return goUp();
        } catch (RuntimeException failure) {
            failed = true;
            comeDown();
            throw failure;
        } finally {
            turning.unlock();
        }
    }

    /** Ends in order; waits for a start that is under way. */
    void stop() {
        turning.lock();
        try {
            log.info("Graphkeep is stopping");
            comeDown();
            log.info("Graphkeep has ended in order");
        } finally {
            turning.unlock();
        }
    }

    private Endpoint goUp() {
        var begun = System.nanoTime();
        var home = config.home();
        closeAtEnd(HomeLock.take(home));
        Endpoint.removeStale(home);
        log.info("Graphkeep {} is starting on {}: the database first", Version.current(), home.directory());

        var telemetry = closeAtEnd(Telemetry.of(config.switches(), clock));
        var registry = telemetry.metrics().registry();
        var catalog = closeAtEnd(OpenCatalog.open(config.database(), home, ids, CatalogMappers.ALL));
        var database = catalog.database();
        var bell = closeAtEnd(new EventBell(database));
        var events = new EventLog(clock, config.switches().isOn(Switch.EVENT_LOGGING), bell::ring);
        var process = enter(database, events);
        database.measure(registry);
        telemetry.probes().add(Telemetry.DATABASE, Looks.OFTEN, Looks.at(database));

        var tokens = new Tokens(database, events, ids, clock);
        var adminToken = new AdminToken(database, events, ids, clock)
                .ensure(home.adminToken(), config.access().adminTokenFile());
        log.info(adminToken.sentence());
        var tls = tls();
        var subsystems = new Subsystems(config.switches());
        var store = closeAtEnd(openStore(database, events, process, telemetry, subsystems));
        var web = closeAtEnd(WebPort.open(config, telemetry, tokens, tls));

        var handlers = new Handlers();
        var engine = new OperationEngine(database, events, handlers, process, config.operations(), ids, clock);

        var denials = new Denials(database, events, registry, new UnknownCallers(clock));
        var front = new Front(ids, clock, config.limits(), tokens, denials, subsystems, registry);
        var backup = backup(store.store(), database, events, engine, handlers);
        var rotations = keys(store.store(), database, events, engine.operations(), handlers);
        var feed = feed(database, bell, registry);
        var rooms = new Services.Rooms(engine.operations(), telemetry, feed, backup, rotations);
        var services = Services.of(configuration, database, store, rooms, subsystems, tokens, ids, clock);
        var grpc = new GrpcServer(config.network(), config.limits(), tls, front, services.all());
        var channelz = channelz(tls, front);
        // Made before the calls begin, and so ended after them: what runs to its end needs its leases renewed until
        // then.
        var chores = closeAtEnd(new Chores());
        atEnd(() -> stopCalls(grpc, engine, telemetry.readiness()));
        grpc.start();
        if (channelz != null) {
            channelz.start();
        }
        engine.measure(registry);
        engine.start();

        store.schedule(chores, StoreKey.export(config));
        store.measure(registry, chores);
        services.schedule(chores);
        chores.every(SWEEP, "end the calls of ended tokens", grpc::endCallsOfEndedTokens);
        if (tls != null) {
            chores.every(CERTIFICATE, "look at the certificates", tls::check);
        }
        chores.every(
                FORGET_EVENTS,
                "forget old events",
                new EventRetention(database, config.retention().eventDays(), clock)::forgetOld);
        if (backup != null) {
            backup.schedule(chores);
            telemetry.probes().add(Telemetry.SCRUB, Looks.SELDOM, Looks.atScrub(backup.scrubs()::standing));
            telemetry.probes().add(Telemetry.SNAPSHOTS, Looks.SELDOM, Looks.atSnapshots(backup.scrubs()::standing));
            telemetry.probes().add(Telemetry.CLEANUP, Looks.SELDOM, Looks.atCleanups(backup.cleanups()::standing));
        }
        telemetry.probes().add(Telemetry.GRAPHS, Looks.REGULARLY, graphs(database, telemetry));
        chores.every(
                TELL_HEALTH,
                "tell of health",
                new HealthTelling(database, telemetry.health(), events, config.node(), clock)::tell);
        if (config.switches().isOn(Switch.METRICS)) {
            var figures = new GraphFigures(database, telemetry.health(), registry);
            chores.soonAndEvery(config.schedules().metricsCollection(), "read the figures of graphs", figures::read);
        }
        watch(telemetry, tls, grpc);
        telemetry.readiness().enter(Readiness.Phase.SERVING);
        grpc.serve();
        var endpoint = Endpoint.write(
                home, config.network(), grpc.port(), web.port(), channelz == null ? null : channelz.address());
        atEnd(endpoint::remove);
        log.info(
                store.failure() == null
                        ? "Graphkeep {} is ready: {}, home {}, after {} ms"
                        : "Graphkeep {} is up WITHOUT its store, see graphkeep health: {}, home {}, after {} ms",
                Version.current(),
                endpoint.sentence(),
                home.directory(),
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
        return endpoint;
    }

    /** Enters this process into the catalog, in which it outlives its dead predecessors on the same home. */
    private ServerProcess enter(Database database, EventLog events) {
        var home = HomeIdentity.of(config.home().directory(), ids);
        var pid = ProcessHandle.current().pid();
        var process = new ServerProcess(ids.next(), home, config.node(), pid, Version.current());
        process.enter(database, config.operations().lease(), clock)
                .forEach(dead -> log.warn("The server with pid {} before this one did not end in order", dead.pid()));
        tell(database, events, EventKind.SERVER_STARTED, "A server has started on node " + config.node() + ".");
        atEnd(() -> {
            tell(database, events, EventKind.SERVER_STOPPED, "The server on node " + config.node() + " has ended.");
            process.leave(database, clock);
        });
        return process;
    }

    /** A store that cannot be opened makes its calls fail with why, and leaves the others alone. */
    private OpenStore openStore(
            Database database, EventLog events, ServerProcess process, Telemetry telemetry, Subsystems subsystems) {
        var opened = OpenStore.open(config, database, events, process, ids, clock);
        var failure = opened.failure();
        if (failure != null) {
            log.error("The store is not open: {}", failure);
            subsystems.failed(Switch.BACKUP, failure);
            telemetry.readiness().startedWithout();
        }
        telemetry.probes().add(Telemetry.STORE, Looks.SELDOM, opened.look());
        opened.lookAtRoom().ifPresent(look -> telemetry.probes().add(Telemetry.SPACE, Looks.OFTEN, look));
        return opened;
    }

    private @Nullable BackupRoom backup(
            @Nullable Store store, Database database, EventLog events, OperationEngine engine, Handlers handlers) {
        return store == null ? null : BackupRoom.build(config, store, database, events, engine, handlers, ids, clock);
    }

    private @Nullable KeyRotations keys(
            @Nullable Store store, Database database, EventLog events, Operations operations, Handlers handlers) {
        if (store == null) {
            return null;
        }
        handlers.register(new RotateKeyHandler(store, database, events));
        return new KeyRotations(operations, config.node());
    }

    private GraphLooks graphs(Database database, Telemetry telemetry) {
        var schedules = config.switches().isOn(Switch.BACKUP);
        return new GraphLooks(database, telemetry.health(), Looks::isThere, config.node(), schedules, clock);
    }

    private EventFeed feed(Database database, EventBell bell, MeterRegistry registry) {
        try {
            var instance = Services.instance(database);
            return closeAtEnd(
                    EventFeed.start(database, bell, instance, EventFeed.Limits.usual(), new EventFigures(registry)));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new StartRefused("The start was broken off.", ended);
        }
    }

    private @Nullable TlsMaterial tls() {
        var files = config.network().tls();
        return files == null ? null : TlsMaterial.load(files);
    }

    private @Nullable ChannelzPort channelz(@Nullable TlsMaterial tls, Front front) {
        var number = config.network().channelzPort();
        return number == null
                ? null
                : closeAtEnd(new ChannelzPort(number, config.network(), config.limits(), tls, front));
    }

    /** Begins to look at the parts, and tells the probes of gRPC what comes of it. */
    private void watch(Telemetry telemetry, @Nullable TlsMaterial tls, GrpcServer grpc) {
        var probes = telemetry.probes();
        var key = StoreKey.export(config);
        probes.add(Telemetry.KEY, Looks.SELDOM, Looks.at(key));
        if (key.hasKey() && !key.isDone()) {
            log.warn(
                    "The store's key is in {}. Without it no snapshot can be read: keep a copy on another machine"
                            + " (graphkeep key export --to FILE).",
                    config.store().keyFile());
        }
        if (tls != null) {
            probes.add(Telemetry.CERTIFICATE, Looks.SELDOM, Looks.at(tls));
        }
        telemetry.health().onChange(() -> {
            if (telemetry.readiness().isServing()) {
                grpc.refreshHealth();
            } else {
                grpc.pause();
            }
        });
        probes.start();
    }

    /** No new calls, streams told, calls given half of the time, operations the rest. */
    private void stopCalls(GrpcServer grpc, OperationEngine engine, Readiness readiness) {
        var end = System.nanoTime() + config.shutdownGrace().toNanos();
        readiness.enter(Readiness.Phase.STOPPING);
        try {
            engine.stopWatches();
            grpc.stop(config.shutdownGrace().dividedBy(2));
            var left = Duration.ofNanos(end - System.nanoTime());
            engine.stop(left.compareTo(LEAST_FOR_OPERATIONS) > 0 ? left : LEAST_FOR_OPERATIONS);
            log.info("Calls and operations have ended");
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Database database, EventLog events, EventKind kind, String sentence) {
        database.inTransaction(transaction -> {
            events.append(transaction, Event.of(kind, "server", sentence).detail("version", Version.current()));
            return kind;
        });
    }

    private <T extends AutoCloseable> T closeAtEnd(T part) {
        atEnd(() -> {
            try {
                part.close();
            } catch (RuntimeException failure) {
                throw failure;
            } catch (Exception failure) {
                throw new IllegalStateException(part.getClass().getSimpleName() + " could not be closed", failure);
            }
        });
        return part;
    }

    private void atEnd(Runnable ending) {
        endings.push(ending);
    }

    /** Ends what was begun, the newest first; what cannot be ended does not keep the rest from it. */
    private void comeDown() {
        while (!endings.isEmpty()) {
            try {
                endings.pop().run();
            } catch (RuntimeException failure) {
                log.warn("A part of the server did not end in order", failure);
            }
        }
    }
}
