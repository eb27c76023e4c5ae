package io.graphkeep.it;

import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.UploadSnapshotRequest;
import io.graphkeep.v1.UploadSnapshotResponse;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Those who misuse connections: with something else than gRPC, with floods, or with nothing at all. */
final class BadConnections {
    private static final String UPLOAD = "graphkeep.v1.BackupService/UploadSnapshot";
    private static final String CALM = "GOAWAY ENHANCE_YOUR_CALM|closed";
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final int FLOOD = 1_000;

    private final List<BadPeer> peers = new ArrayList<>();

    private BadConnections() {}

    static List<BadPeer> all() {
        var all = new BadConnections();
        all.somethingElse();
        all.badCalls();
        all.floods();
        all.tooMany();
        all.tooSlow();
        return all.peers;
    }

    private interface Words {
        void say(RawHttp2 connection, BadPeersSite site) throws IOException;
    }

    private void somethingElse() {
        raw(
                "connection: bytes without sense",
                "GOAWAY PROTOCOL_ERROR",
                (connection, site) -> connection.say(
                        "\u0001\u0002 no protocol \u0000 that anyone knows".getBytes(StandardCharsets.ISO_8859_1)));
        raw(
                "connection: HTTP/1.1",
                "GOAWAY PROTOCOL_ERROR",
                (connection, site) -> connection.say(
                        "GET / HTTP/1.1\r\nHost: graphkeep\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        raw(
                "connection: TLS where there is none",
                "GOAWAY PROTOCOL_ERROR",
                (connection, site) -> connection.say(new byte[] {
                    22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9
                }));
        begun(
                "connection: a frame larger than agreed",
                "GOAWAY FRAME_SIZE_ERROR",
                (connection, site) ->
                        connection.call(1, UPLOAD, site.token).frame(RawHttp2.DATA, 0, 1, new byte[100_000]));
        begun(
                "connection: bytes of no stream",
                "GOAWAY PROTOCOL_ERROR",
                (connection, site) -> connection.frame(RawHttp2.DATA, 0, 0, new byte[8]));
        begun(
                "connection: headers that are not compressed as agreed",
                "GOAWAY COMPRESSION_ERROR",
                (connection, site) -> connection.frame(
                        RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, new byte[] {-1, -1, -1, -1, -1, -1}));
    }

    private void badCalls() {
        begun("call: without a token", "UNAUTHENTICATED", (connection, site) -> connection.call(1, UPLOAD, ""));
        begun(
                "call: of nothing that is there",
                "UNIMPLEMENTED",
                (connection, site) -> connection.call(1, "graphkeep.v1.BackupService/StealSnapshot", site.token));
        begun(
                "call: a message that is none",
                "INVALID_ARGUMENT",
                (connection, site) -> connection
                        .call(1, UPLOAD, site.token)
                        .frame(RawHttp2.DATA, 0, 1, message(new byte[] {-1, -1, -1, -1})));
        begun(
                "call: a message of 2 GiB that does not come",
                "RESOURCE_EXHAUSTED",
                (connection, site) -> connection
                        .call(1, UPLOAD, site.token)
                        .frame(RawHttp2.DATA, 0, 1, new byte[] {0, 127, -1, -1, -1, 0}));
        begun(
                "call: half a message, and the end",
                "CANCELLED|INTERNAL",
                (connection, site) -> connection
                        .call(1, UPLOAD, site.token)
                        .frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, new byte[] {0, 0, 0, 0, 99, 1, 2}));
        peers.add(BadPeer.quick("call: headers of 20 KiB", "INTERNAL", (site, graph) -> {
            var more = new Metadata();
            more.put(Metadata.Key.of("more", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(20 << 10));
            var connection = site.connect();
            try {
                var channel = ClientInterceptors.intercept(
                        BadPeersSite.as(connection, site.token), MetadataUtils.newAttachHeadersInterceptor(more));
                return PeerStream.open(channel, BackupServiceGrpc.getUploadSnapshotMethod())
                        .outcome();
            } finally {
                connection.shutdownNow();
            }
        }));
    }

    private void floods() {
        flood("flood: streams that are reset", (connection, site) -> {
            for (var stream = 1; stream < 2 * FLOOD; stream += 2) {
                connection.call(stream, UPLOAD, site.flooding).say(RawHttp2.reset(stream));
            }
        });
        flood("flood: pings", (connection, site) -> {
            for (var ping = 0; ping < FLOOD; ping++) {
                connection.frame(RawHttp2.PING, 0, 0, new byte[8]);
            }
        });
        flood("flood: headers that do not end", (connection, site) -> {
            connection.frame(RawHttp2.HEADERS, 0, 1, RawHttp2.headers(UPLOAD, site.flooding));
            for (var frame = 0; frame < FLOOD; frame++) {
                connection.frame(RawHttp2.CONTINUATION, 0, 1, new byte[0]);
            }
        });
        peers.add(BadPeer.alone("flood: connections that are reset", "still there", (site, graph) -> {
            for (var i = 0; i < 3 * BadPeersSite.CONNECTIONS; i++) {
                breakOff(new RawHttp2(site.server.grpc()), i % 3, site.flooding);
            }
            return site.isThere();
        }));
    }

    /** Says nothing, a beginning, or half of a message, as far as it is listened to, and is gone. */
    private static void breakOff(RawHttp2 connection, int words, String token) throws IOException {
        try {
            if (words > 0) {
                connection.begin();
            }
            if (words > 1) {
                connection.call(1, UPLOAD, token).frame(RawHttp2.DATA, 0, 1, new byte[] {0, 0, 0});
            }
        } catch (SocketException oneTooMany) {
            // The server closes what comes while it has not yet seen others go.
            connection.close();
            return;
        }
        connection.resetConnection();
    }

    private void tooMany() {
        peers.add(BadPeer.quick(
                "too many: streams of a token", "RESOURCE_EXHAUSTED TOO_MANY_REQUESTS", (site, graph) -> {
                    var connections = List.of(site.connect(), site.connect());
                    try {
                        var streams = new ArrayList<PeerStream<UploadSnapshotRequest, UploadSnapshotResponse>>();
                        for (var i = 0; i <= BadPeersSite.STREAMS; i++) {
                            var channel = BadPeersSite.as(connections.get(i % 2), site.greedy);
                            streams.add(PeerStream.open(channel, BackupServiceGrpc.getUploadSnapshotMethod()));
                        }
                        Await.until(
                                "one of too many to be refused",
                                SETTLING,
                                () -> streams.stream().anyMatch(PeerStream::isOver));
                        for (var stream : streams) {
                            if (stream.isOver()) {
                                return stream.outcome();
                            }
                        }
                        return "none was refused";
                    } finally {
                        connections.forEach(ManagedChannel::shutdownNow);
                    }
                }));
        peers.add(BadPeer.quick("too many: streams of a connection", "RESET REFUSED_STREAM", (site, graph) -> {
            try (var connection = new RawHttp2(site.server.grpc()).begin()) {
                for (var stream = 1; stream <= 301; stream += 2) {
                    connection.call(stream, UPLOAD, site.flooding);
                }
                var verdict = connection.verdict();
                // Those beyond the token's limit are answered before the one beyond the connection's.
                while (verdict.equals("RESOURCE_EXHAUSTED")) {
                    verdict = connection.verdict();
                }
                return verdict;
            }
        }));
        peers.add(BadPeer.alone("too many: connections", "closed", (site, graph) -> {
            var connections = new ArrayList<RawHttp2>();
            try {
                for (var i = 0; i < BadPeersSite.CONNECTIONS + 20; i++) {
                    connections.add(new RawHttp2(site.server.grpc()));
                }
                return connections.getLast().verdict();
            } finally {
                for (var connection : connections) {
                    connection.close();
                }
            }
        }));
    }

    private void tooSlow() {
        peers.add(BadPeer.patient("flood: frames of nothing", "DEADLINE_EXCEEDED", (site, graph) -> {
            try (var connection = new RawHttp2(site.server.grpc()).begin()) {
                connection.call(1, UPLOAD, site.token);
                for (var frame = 0; frame < FLOOD; frame++) {
                    connection.frame(RawHttp2.DATA, 0, 1, new byte[0]);
                }
                return connection.verdict();
            }
        }));
        peers.add(BadPeer.patient("connection: one that says nothing", "closed", (site, graph) -> {
            try (var connection = new RawHttp2(site.server.grpc())) {
                return connection.verdict().replace("GOAWAY NO_ERROR", "closed");
            }
        }));
        peers.add(BadPeer.patient("call: one byte of a message a second", "DEADLINE_EXCEEDED", (site, graph) -> {
            try (var connection = new RawHttp2(site.server.grpc()).begin()) {
                connection.call(1, UPLOAD, site.token);
                var message = message(BadPeersSite.header(graph).toByteArray());
                for (var i = 0; i < 4; i++) {
                    connection.frame(RawHttp2.DATA, 0, 1, new byte[] {message[i]});
                    Slowness.pause(Duration.ofSeconds(1));
                }
                return connection.verdict();
            }
        }));
    }

    /** A message as gRPC frames it. */
    private static byte[] message(byte[] bytes) {
        var framed = new byte[5 + bytes.length];
        framed[4] = (byte) bytes.length;
        System.arraycopy(bytes, 0, framed, 5, bytes.length);
        return framed;
    }

    /** Whoever floods loses the connection. */
    private void flood(String name, Words words) {
        peers.add(BadPeer.quick(name, CALM, (site, graph) -> {
            try (var connection = new RawHttp2(site.server.grpc()).begin()) {
                try {
                    words.say(connection, site);
                } catch (IOException closedMeanwhile) {
                    return connection.lastWords();
                }
                return connection.lastWords();
            }
        }));
    }

    private void begun(String name, String expected, Words words) {
        raw(name, expected, (connection, site) -> words.say(connection.begin(), site));
    }

    private void raw(String name, String expected, Words words) {
        peers.add(BadPeer.quick(name, expected, (site, graph) -> {
            try (var connection = new RawHttp2(site.server.grpc())) {
                try {
                    words.say(connection, site);
                } catch (IOException closedMeanwhile) {
                    // What the server had to say was said before.
                    return connection.verdict();
                }
                return connection.verdict();
            }
        }));
    }
}
