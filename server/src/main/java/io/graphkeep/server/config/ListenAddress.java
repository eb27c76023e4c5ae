package io.graphkeep.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * An address to listen on: a literal, or a host's name that is looked up when the server binds.
 *
 * <p>Only literals and {@code localhost} count as loopback: what a name means can change after it was checked.
 */
public record ListenAddress(String host) {

    /** Whether nobody outside this machine can reach it. */
    public boolean isLoopback() {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    /** The address with a port, looked up; {@code localhost} is 127.0.0.1, whatever the machine's hosts file says. */
    public InetSocketAddress socket(int port) throws UnknownHostException {
        var address = host.equalsIgnoreCase("localhost")
                ? InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})
                : InetAddress.getByName(host);
        return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        return host;
    }
}
