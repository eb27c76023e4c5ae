package io.graphkeep.server.catalog.embedded;

import io.graphkeep.server.catalog.Ids;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;

/**
 * A port of this machine's own address that nobody listens on.
 *
 * <p>Taken below the range from which the system gives ports to outgoing connections, so that a database which must come
 * back on its port finds it free.
 */
final class FreePort {
    private static final int LOWEST = 15_000;
    private static final int COUNT = 17_000;
    private static final int TRIES = 100;

    private FreePort() {}

    static int find(Ids ids) throws IOException {
        for (var i = 0; i < TRIES; i++) {
            var port = LOWEST + (ByteBuffer.wrap(ids.bytes(4)).getInt() & Integer.MAX_VALUE) % COUNT;
            if (isFree(port)) {
                return port;
            }
        }
        try (var any = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return any.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1);
            return true;
        } catch (IOException e) {
            // Someone has it.
            return false;
        }
    }
}
