package io.graphkeep.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens, and how what it says there is protected.
 *
 * @param channelzPort null where channelz is off
 * @param plaintext the operator's explicit word that what goes over the network unencrypted is safe there
 * @param tls null where the server speaks plaintext
 */
public record NetworkConfig(
        ListenAddress listen,
        int grpcPort,
        int httpPort,
        @Nullable Integer channelzPort,
        boolean plaintext,
        @Nullable Tls tls,
        Duration keepaliveTime,
        Duration keepaliveTimeout) {

    /**
     * The PEM files of TLS, which are read again when they change.
     *
     * @param clientAuthorities where set, callers must show a certificate that one of these has signed
     */
    public record Tls(Path certificate, Path key, @Nullable Path clientAuthorities) {}

    static final Key<ListenAddress> LISTEN = Key.of(Group.NETWORK, "LISTEN", Types.listenAddress())
            .otherwise("127.0.0.1")
            .means("The address that the gRPC and the HTTP port listen on. Beyond loopback it takes TLS (or"
                    + " `GRAPHKEEP_PLAINTEXT=true`) and `GRAPHKEEP_ROOTS`.");
    static final Key<Integer> GRPC_PORT = Key.of(Group.NETWORK, "GRPC_PORT", Types.port())
            .otherwise("50051")
            .means("The port of the gRPC services. 0 takes any free port; the ready line and the file `server.json`"
                    + " in the home tell which.");
    static final Key<Integer> HTTP_PORT = Key.of(Group.NETWORK, "HTTP_PORT", Types.port())
            .otherwise("9090")
            .alias("LIGHTRAG_METRICS_PORT")
            .means("The port of `/livez`, `/readyz` and `/metrics`. 0 takes any free port.");
    static final Key<Integer> CHANNELZ_PORT = Key.of(Group.NETWORK, "CHANNELZ_PORT", Types.port())
            .unset("no channelz")
            .means("The port of `grpc.channelz.v1.Channelz`, by which an admin looks into the server's connections and"
                    + " calls. It listens on 127.0.0.1 whatever `GRAPHKEEP_LISTEN` says, with TLS where the others have"
                    + " it. 0 takes any free port; the ready line and `server.json` tell which.");
    static final Key<Boolean> PLAINTEXT = Key.of(Group.NETWORK, "PLAINTEXT", Types.bool())
            .otherwise("false")
            .means("Allows listening beyond loopback without TLS: tokens and data cross the network unencrypted. Only"
                    + " where something else protects them, a service mesh or a network of the host's own.");
    static final Key<Path> TLS_CERT = Key.of(Group.NETWORK, "TLS_CERT", Types.path())
            .unset("no TLS")
            .means("The server's certificate chain, a PEM file. Read again when it changes.");
    static final Key<Path> TLS_KEY = Key.of(Group.NETWORK, "TLS_KEY", Types.path())
            .unset("no TLS")
            .means("The private key of that certificate, a PEM file (PKCS#8, not encrypted).");
    static final Key<Path> TLS_CLIENT_CA = Key.of(Group.NETWORK, "TLS_CLIENT_CA", Types.path())
            .unset("callers need no certificate")
            .means("Authorities, a PEM file: callers must show a certificate signed by one of them, beside their token"
                    + " and never instead of it.");
    static final Key<Duration> KEEPALIVE_TIME = Key.of(
                    Group.NETWORK, "KEEPALIVE_TIME", Types.duration(Duration.ofSeconds(1), Duration.ofHours(2)))
            .otherwise("30s")
            .means("How long a connection may be silent before the server asks whether its other end is alive.");
    static final Key<Duration> KEEPALIVE_TIMEOUT = Key.of(
                    Group.NETWORK, "KEEPALIVE_TIMEOUT", Types.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)))
            .otherwise("10s")
            .means("How long the answer to that may take before the connection is closed.");

    static final List<Key<?>> KEYS = List.of(
            LISTEN,
            GRPC_PORT,
            HTTP_PORT,
            CHANNELZ_PORT,
            PLAINTEXT,
            TLS_CERT,
            TLS_KEY,
            TLS_CLIENT_CA,
            KEEPALIVE_TIME,
            KEEPALIVE_TIMEOUT);

    static NetworkConfig from(Values values) {
        return new NetworkConfig(
                values.get(LISTEN),
                values.get(GRPC_PORT),
                values.get(HTTP_PORT),
                values.find(CHANNELZ_PORT),
                values.get(PLAINTEXT),
                tls(values),
                values.get(KEEPALIVE_TIME),
                values.get(KEEPALIVE_TIMEOUT));
    }

    private static @Nullable Tls tls(Values values) {
        var certificate = values.find(TLS_CERT);
        var key = values.find(TLS_KEY);
        if (certificate == null || key == null) {
            return null;
        }
        return new Tls(certificate, key, values.find(TLS_CLIENT_CA));
    }
}
