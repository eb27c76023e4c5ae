package io.graphkeep.server.api;

import io.graphkeep.server.config.LimitConfig;
import io.graphkeep.server.config.ListenAddress;
import io.graphkeep.server.config.NetworkConfig;
import io.graphkeep.server.security.TlsMaterial;
import io.grpc.BindableService;
import io.grpc.protobuf.services.ChannelzService;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The port of channelz: what gRPC knows of its own servers, connections and calls, for admins on this machine.
 *
 * <p>It listens on the loopback alone, wherever the others listen, behind the same front: it answers from the moment when
 * they do, and no longer.
 */
public final class ChannelzPort implements AutoCloseable {
    private static final ListenAddress LOOPBACK = new ListenAddress("127.0.0.1");
    private static final int PAGE = 100;
    private static final int THREADS = 1;

    private final GrpcPort port;

    /**
     * Builds it; nothing listens yet.
     *
     * @param number 0 for any free port
     * @param tls null for plaintext
     */
    public ChannelzPort(int number, NetworkConfig network, LimitConfig limits, @Nullable TlsMaterial tls, Front front) {
        var place = new GrpcPort.Place("The channelz port", LOOPBACK, number, "GRAPHKEEP_CHANNELZ_PORT");
        var channelz = ChannelzService.newInstance(PAGE);
        var services = Stream.concat(Stream.of(channelz), Reflection.services().stream())
                .map(BindableService::bindService)
                .map(front::bind)
                .toList();
        this.port = new GrpcPort(place, THREADS, network, limits, tls, services);
    }

    /** Binds the port. */
    public void start() {
        port.start();
    }

    /** Host and port to connect to from this machine. */
    public String address() {
        return LOOPBACK + ":" + port.number();
    }

    /** The full names of all methods that are answered here. */
    Set<String> methods() {
        return port.methods();
    }

    /** Ends it; what a look at the server's own state has not told by now, it need not tell. */
    @Override
    public void close() {
        try {
            port.end();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
