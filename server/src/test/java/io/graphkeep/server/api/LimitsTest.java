package io.graphkeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.WatchHealthRequest;
import io.graphkeep.v1.WatchHealthResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one caller may have open at once, and how often it may knock. */
class LimitsTest {
    private static final int PING = 6;
    private static final int GOAWAY = 7;

    private final CountDownLatch ended = new CountDownLatch(1);
    private ApiFixture api;

    @BeforeEach
    void start() {
        api = new ApiFixture(List.of(ServiceMethods.of(MonitoringServiceGrpc.getServiceDescriptor())
                .streaming(MonitoringServiceGrpc.getWatchHealthMethod(), this::watchHealth)));
    }

    @AfterEach
    void stop() {
        ended.countDown();
        api.close();
    }

    private void watchHealth(Call call, WatchHealthRequest request, Outflow<WatchHealthResponse> out)
            throws InterruptedException {
        var gone = new CountDownLatch(1);
        out.onCancel(gone::countDown);
        out.send(WatchHealthResponse.getDefaultInstance());
        gone.await(30, TimeUnit.SECONDS);
    }

    @Test
    void aTokenHasOnlySoManyStreamsOpenAndGetsThePlaceOfOneThatEnded() throws Exception {
        var channel = api.channel(api.token("watcher", Role.MONITOR));
        var first = Context.current().withCancellation();
        first.run(() -> open(channel));
        for (var stream = 1; stream < ApiFixture.MAX_STREAMS; stream++) {
            open(channel);
        }

        var refused = failure(() -> open(channel));

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(info(refused).getReason()).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(info(refused).getMetadataMap()).containsEntry("limit", "GRAPHKEEP_MAX_STREAMS_PER_TOKEN");
        assertThat(refused.getMessage()).contains("GRAPHKEEP_MAX_STREAMS_PER_TOKEN");
        open(api.channel(api.token("another", Role.MONITOR)));

        first.cancel(null);
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (api.server.openCalls() > ApiFixture.MAX_STREAMS && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        open(channel);
    }

    @Test
    void aConnectionRunsOnlySoManyCallsAtOnce() {
        var channel = api.channel();
        for (var call = 0; call < ApiFixture.MAX_CALLS; call++) {
            open(channel, api.token("watcher-" + call, Role.MONITOR));
        }

        var oneMore = failure(() -> MonitoringServiceGrpc.newBlockingStub(channel)
                .withInterceptors(ApiFixture.bearer(api.token("one-more", Role.MONITOR)))
                .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                .watchHealth(WatchHealthRequest.getDefaultInstance())
                .next());

        assertThat(oneMore.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(api.server.openCalls()).isEqualTo(ApiFixture.MAX_CALLS);
    }

    @Test
    void aPortHasOnlySoManyConnections() throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            for (var connection = 0; connection < ApiFixture.MAX_CONNECTIONS; connection++) {
                sockets.add(connect());
                awaitSettings(sockets.getLast());
            }
            assertThat(isTaken()).isFalse();
            sockets.removeLast().close();
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            var again = false;
            while (!again && System.nanoTime() < deadline) {
                again = isTaken();
            }
            assertThat(again).isTrue();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void whoOpensAndResetsStreamsAgainAndAgainLosesTheConnection() throws Exception {
        var channel = api.channel(api.token("resetter", Role.MONITOR));
        var watch = open(channel);
        var broken = CompletableFuture.supplyAsync(() -> failure(watch::next));

        for (var reset = 0; reset < 1_000 && !broken.isDone(); reset++) {
            openAndReset(channel);
        }

        assertThat(broken.get(20, TimeUnit.SECONDS).getMessage()).containsIgnoringCase("too_many_rststreams");
    }

    @Test
    void whoPingsAllTheTimeLosesTheConnection() throws IOException {
        try (var socket = connect()) {
            var out = socket.getOutputStream();
            for (var ping = 0; ping < 10; ping++) {
                out.write(frame(PING, new byte[8]));
            }
            out.flush();

            var goodbye = new String(awaitFrame(socket, GOAWAY), StandardCharsets.US_ASCII);

            assertThat(goodbye).contains("too_many_pings");
        }
    }

    private void openAndReset(ManagedChannel channel) throws InterruptedException {
        var answered = new CountDownLatch(1);
        var call = channel.newCall(MonitoringServiceGrpc.getWatchHealthMethod(), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onHeaders(Metadata headers) {
                        answered.countDown();
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        answered.countDown();
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(WatchHealthRequest.getDefaultInstance());
        call.halfClose();
        answered.await(5, TimeUnit.SECONDS);
        call.cancel("reset", null);
    }

    private static Iterator<WatchHealthResponse> open(ManagedChannel channel) {
        var watch = MonitoringServiceGrpc.newBlockingStub(channel).watchHealth(WatchHealthRequest.getDefaultInstance());
        watch.next();
        return watch;
    }

    private static void open(ManagedChannel channel, String token) {
        MonitoringServiceGrpc.newBlockingStub(channel)
                .withInterceptors(ApiFixture.bearer(token))
                .watchHealth(WatchHealthRequest.getDefaultInstance())
                .next();
    }

    /** A connection that has said the words by which HTTP/2 begins. */
    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(frame(4, new byte[0]));
        socket.getOutputStream().flush();
        return socket;
    }

    /** Whether one more connection is talked to, rather than closed at once. */
    private boolean isTaken() {
        try (var oneMore = connect()) {
            return oneMore.getInputStream().read() >= 0;
        } catch (IOException closed) {
            return false;
        }
    }

    private static void awaitSettings(Socket socket) throws IOException {
        awaitFrame(socket, 4);
    }

    private static byte[] awaitFrame(Socket socket, int type) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        while (true) {
            var length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            var found = in.readUnsignedByte();
            in.skipNBytes(5);
            var payload = in.readNBytes(length);
            if (found == type) {
                return payload;
            }
        }
    }

    private static byte[] frame(int type, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(0)
                .put(payload)
                .array();
    }

    private static StatusRuntimeException failure(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return e;
        }
        throw new AssertionError("Not refused");
    }

    private static ErrorInfo info(StatusRuntimeException failure) {
        var status = StatusProto.fromThrowable(failure);
        try {
            return status == null
                    ? ErrorInfo.getDefaultInstance()
                    : status.getDetails(0).unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
