package io.graphkeep.it;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.net.Direction;
import io.graphkeep.net.Fault;
import io.graphkeep.net.FaultProxy;
import io.graphkeep.net.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A server that is killed and started again on one port, and the network before it, on which connections are cut. */
final class CutSite implements AutoCloseable {
    /** Ports that no connection is given by itself: one to a server that is away could otherwise meet itself. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 10_000;
    private static final Duration LOOK = Duration.ofNanos(300_000);

    /** Fast enough to be brief, and slow enough to be struck at a byte. */
    private static final Link LINK = Link.of(Duration.ofMillis(1), 200);

    private final Path home;
    private final String[] settings;
    private ServerProcess server;

    CutSite(Path directory, Random random) {
        this.home = directory.resolve("home");
        this.settings = new String[] {
            "GRAPHKEEP_GRPC_PORT=" + freePort(random),
            // As quick as gRPC is in it.
            "GRAPHKEEP_KEEPALIVE_TIME=10s",
            "GRAPHKEEP_KEEPALIVE_TIMEOUT=3s",
            "GRAPHKEEP_PUSH_KEEP=1m",
            temporaryFiles(directory.resolve("tmp"))
        };
        this.server = ServerProcess.start(PreparedHome.at(home), settings);
    }

    /** Has a program put its temporary files where they can be looked for. */
    static String temporaryFiles(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + directory;
    }

    ServerProcess server() {
        return server;
    }

    Path home() {
        return home;
    }

    FaultProxy network() {
        return FaultProxy.before(server.grpc(), LINK);
    }

    GraphkeepClient client(FaultProxy network) {
        return GraphkeepClient.builder()
                .server(network.address())
                .token(server.adminToken())
                .connect();
    }

    /** Does what a cut of the network or of the server is, once its byte has come; false where the transfer is over before. */
    boolean strike(Cut cut, FaultProxy network, BooleanSupplier over) throws InterruptedException {
        return switch (cut.kind()) {
            case RESET, HALF_OPEN -> awaitFault(network, over);
            case SERVER_KILLED -> {
                if (!awaitByte(cut, network, over)) {
                    yield false;
                }
                server.kill();
                server = ServerProcess.start(home, settings);
                yield true;
            }
            case CLIENT_KILLED -> throw new IllegalArgumentException("Whoever has the client kills it");
        };
    }

    /** Waits for a cut's byte; false where the transfer is over before. */
    static boolean awaitByte(Cut cut, FaultProxy network, BooleanSupplier over) {
        while (network.carried(cut.direction()) < cut.afterBytes()) {
            if (over.getAsBoolean()) {
                return false;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return !over.getAsBoolean();
    }

    /** Has the network do at its byte what a cut is, where that is something that the network does. */
    static void plan(Cut cut, FaultProxy network) {
        switch (cut.kind()) {
            case RESET -> network.plan(Fault.reset(cut.direction(), cut.afterBytes()));
            case HALF_OPEN -> network.plan(Fault.silence(cut.direction(), cut.afterBytes()));
            case SERVER_KILLED, CLIENT_KILLED -> {}
        }
    }

    private static boolean awaitFault(FaultProxy network, BooleanSupplier over) throws InterruptedException {
        while (!network.awaitFault(LOOK)) {
            if (over.getAsBoolean()) {
                return network.awaitFault(Duration.ZERO);
            }
        }
        return true;
    }

    static long carried(FaultProxy network, Cut.Way way) {
        return network.carried(way.direction());
    }

    static CutSize size(FaultProxy network, Cut.Way way) {
        var back = way.direction() == Direction.TO_SERVER ? Direction.TO_CLIENT : Direction.TO_SERVER;
        return new CutSize(network.carried(way.direction()), network.carried(back));
    }

    private static String freePort(Random random) {
        while (true) {
            var port = FIRST_PORT + random.nextInt(PORTS);
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return String.valueOf(port);
            } catch (IOException taken) {
                // Then another.
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
