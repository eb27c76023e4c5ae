package io.graphkeep.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy on a port of its own of the loopback, in front of a server: a link with delay and limited speed, on which faults
 * are planned. Bytes arrive in order and unchanged, or not at all.
 *
 * <p>A connection holds what is under way on its link and no more, then its sender waits. Closing the proxy resets what it
 * carries.
 */
public final class FaultProxy implements AutoCloseable {
    /** Small, so that a sender soon feels that the link is full. */
    private static final int SOCKET_BUFFER = 128 << 10;

    private final InetSocketAddress server;
    private final Link link;
    private final ServerSocket listener;
    private final Map<Direction, Pace> paces = new EnumMap<>(Direction.class);
    private final Faults faults = new Faults();
    private final Gate gate = new Gate();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private FaultProxy(InetSocketAddress server, Link link, ServerSocket listener) {
        this.server = server;
        this.link = link;
        this.listener = listener;
        for (var direction : Direction.values()) {
            paces.put(direction, new Pace(link));
        }
    }

    /** Opens a proxy in front of a server, given as {@code host:port}. */
    public static FaultProxy before(String server, Link link) {
        var colon = server.lastIndexOf(':');
        var port = Integer.parseInt(server.substring(colon + 1));
        try {
            var listener = new ServerSocket();
            listener.setReceiveBufferSize(SOCKET_BUFFER);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var proxy = new FaultProxy(new InetSocketAddress(server.substring(0, colon), port), link, listener);
            proxy.threads.execute(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where clients connect to: {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Plans a fault, in place of one that has not happened yet. */
    public void plan(Fault fault) {
        faults.plan(fault);
    }

    /** Waits for the fault that was planned last, and says whether it has happened. */
    public boolean awaitFault(Duration atMost) throws InterruptedException {
        return faults.happened().await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Does this to every connection that there is. Later ones are carried as usual. */
    public void strike(Fault.Kind kind) {
        connections.forEach(connection -> connection.suffer(kind));
    }

    /** From now on nothing arrives, until {@link #resume}. */
    public void pause() {
        gate.set(false);
    }

    public void resume() {
        gate.set(true);
    }

    /** Bytes that were delivered so far. */
    public long carried(Direction direction) {
        return faults.carried(direction);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                carry(listener.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket client) throws IOException {
        var upstream = new Socket();
        try {
            upstream.setReceiveBufferSize(SOCKET_BUFFER);
            upstream.connect(server);
        } catch (IOException noServer) {
            client.setSoLinger(true, 0);
            client.close();
            return;
        }
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        var lines = new EnumMap<Direction, DelayLine>(Direction.class);
        paces.forEach((direction, pace) -> lines.put(direction, new DelayLine(link, pace)));
        var connection = new ProxiedConnection(client, upstream, lines, faults, gate);
        connections.add(connection);
        connection.start(threads, () -> connections.remove(connection));
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            strike(Fault.Kind.RESET);
            threads.shutdownNow();
            threads.close();
        }
    }
}
