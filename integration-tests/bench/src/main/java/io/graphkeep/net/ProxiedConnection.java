package io.graphkeep.net;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection of a client, and the one to the server that it is carried on. Each way has a thread that reads and one that
 * delivers; both sockets are closed once both ways have ended.
 */
final class ProxiedConnection {
    /** What a thread of a connection does, until its way has ended. */
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static final int READ_BYTES = 16 << 10;

    private final Socket client;
    private final Socket server;
    private final Map<Direction, DelayLine> lines;
    private final Faults faults;
    private final Gate gate;
    private volatile boolean silent;

    ProxiedConnection(Socket client, Socket server, Map<Direction, DelayLine> lines, Faults faults, Gate gate) {
        this.client = client;
        this.server = server;
        this.lines = lines;
        this.faults = faults;
        this.gate = gate;
    }

    /** Carries until both ways have ended, then says so. */
    void start(ExecutorService threads, Runnable ended) {
        var running = new AtomicInteger(2 * lines.size());
        Runnable end = () -> {
            if (running.decrementAndGet() == 0) {
                reset();
                ended.run();
            }
        };
        lines.forEach((direction, line) -> {
            threads.execute(() -> carry(() -> read(direction, line), end));
            threads.execute(() -> carry(() -> deliver(direction, line), end));
        });
    }

    /** Does to both ends what a fault is. */
    void suffer(Fault.Kind kind) {
        switch (kind) {
            case RESET -> reset();
            case FINISH -> {
                silent = true;
                finish(client);
                finish(server);
            }
            case SILENCE -> silent = true;
        }
    }

    private void carry(Step step, Runnable end) {
        try {
            step.run();
        } catch (IOException broken) {
            // A reset goes on to the other end, as it would without a proxy.
            if (!silent) {
                reset();
            }
        } catch (InterruptedException closing) {
            reset();
        } finally {
            end.run();
        }
    }

    private void read(Direction direction, DelayLine line) throws IOException, InterruptedException {
        try {
            var in = (direction == Direction.TO_SERVER ? client : server).getInputStream();
            var buffer = new byte[READ_BYTES];
            for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                line.put(Arrays.copyOf(buffer, count));
            }
        } finally {
            line.end();
        }
    }

    private void deliver(Direction direction, DelayLine line) throws IOException, InterruptedException {
        var destination = direction == Direction.TO_SERVER ? server : client;
        for (var bytes = line.take(); bytes != null; bytes = line.take()) {
            gate.pass();
            if (!silent) {
                deliver(direction, bytes, destination);
            }
        }
        gate.pass();
        if (!silent) {
            destination.shutdownOutput();
        }
    }

    private void deliver(Direction direction, byte[] bytes, Socket destination) throws IOException {
        var admitted = faults.admit(direction, bytes.length);
        destination.getOutputStream().write(bytes, 0, admitted.bytes());
        if (admitted.then() != null) {
            suffer(admitted.then().fault().kind());
            admitted.then().happened().countDown();
        }
    }

    private void reset() {
        silent = true;
        lines.values().forEach(DelayLine::drop);
        reset(client);
        reset(server);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // Then its end has seen it.
        }
    }

    private static void finish(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException alreadyClosed) {
            // Then its end has seen it.
        }
    }
}
