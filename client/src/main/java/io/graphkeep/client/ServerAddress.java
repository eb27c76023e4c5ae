package io.graphkeep.client;

import java.util.regex.Pattern;

/** Where a server listens: a host (an IPv6 address in brackets) and a port. */
public record ServerAddress(String host, int port) {
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]/\\s]+)(?::(\\d{1,5}))?");
    private static final int DEFAULT_PORT = 50051;

    public ServerAddress {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("A port is 1 to 65535, not " + port + ".");
        }
    }

    /** Reads {@code host:port} or {@code host}, with the default port 50051. */
    public static ServerAddress parse(String text) {
        var match = HOST_PORT.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "A server is named host:port, for example localhost:50051, not '" + text + "'.");
        }
        var port = match.group(2);
        return new ServerAddress(match.group(1), port == null ? DEFAULT_PORT : Integer.parseInt(port));
    }

    /** Whether only this machine can be meant. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
