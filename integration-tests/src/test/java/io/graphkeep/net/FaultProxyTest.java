package io.graphkeep.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy does to a stream what it says, measured on a server that sends back what it gets. */
@Timeout(30)
class FaultProxyTest {
    /** Other tests run at the same time: a measurement is made this often, and the best counts. */
    private static final int TRIES = 5;

    private final EchoServer server = new EchoServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void bytesComeBackUnchangedOverAPerfectLink() throws IOException {
        try (var proxy = FaultProxy.before(server.address(), Link.perfect());
                var socket = connect(proxy)) {
            assertThat(echo(socket, 3_000_000)).isEqualTo(3_000_000);
            assertThat(proxy.carried(Direction.TO_SERVER)).isEqualTo(3_000_000);
            assertThat(proxy.carried(Direction.TO_CLIENT)).isEqualTo(3_000_000);
        }
    }

    @Test
    void aRoundTripTakesTheDelayTwice() throws IOException {
        var delay = Duration.ofMillis(40);
        try (var proxy = FaultProxy.before(server.address(), Link.delayed(delay));
                var socket = connect(proxy)) {
            var best = Double.MAX_VALUE;
            for (var i = 0; i < TRIES; i++) {
                var start = System.nanoTime();
                echo(socket, 1);
                best = Math.min(best, (System.nanoTime() - start) / (2.0 * delay.toNanos()));
            }

            assertThat(best).isBetween(1.0, 1.3);
        }
    }

    @Test
    void aDelayedLinkCarriesAtItsFullSpeedAndNoFaster() throws IOException {
        var link = Link.of(Duration.ofMillis(10), 100);
        try (var proxy = FaultProxy.before(server.address(), link);
                var socket = connect(proxy)) {
            var bytes = 2_000_000;
            var best = 0.0;
            for (var i = 0; i < TRIES && best < 0.9; i++) {
                var start = System.nanoTime();
                echo(socket, bytes);
                var seconds = (System.nanoTime() - start - 2 * link.delay().toNanos()) / 1e9;
                best = Math.max(best, bytes / seconds / link.bytesPerSecond());
            }

            assertThat(best).isBetween(0.8, 1.05);
        }
    }

    @Test
    void aResetComesAfterExactlySoManyBytes() throws Exception {
        try (var proxy = FaultProxy.before(server.address(), Link.perfect());
                var socket = connect(proxy)) {
            proxy.plan(Fault.reset(Direction.TO_SERVER, 100_000));

            assertThatThrownBy(() -> echo(socket, 1_000_000)).isInstanceOf(SocketException.class);
            assertThat(proxy.awaitFault(Duration.ofSeconds(10))).isTrue();
            assertThat(proxy.carried(Direction.TO_SERVER)).isEqualTo(100_000);
            assertThat(server.received()).isLessThanOrEqualTo(100_000);
        }
    }

    @Test
    void afterAFinishWhatWasCarriedIsReadAndThenTheEnd() throws Exception {
        try (var proxy = FaultProxy.before(server.address(), Link.perfect());
                var socket = connect(proxy)) {
            proxy.plan(Fault.finish(Direction.TO_CLIENT, 1234));

            assertThat(echo(socket, 50_000)).isEqualTo(1234);
        }
    }

    @Test
    void aSilentConnectionSaysNothingAnyMoreAndTheNextOneWorks() throws Exception {
        try (var proxy = FaultProxy.before(server.address(), Link.perfect());
                var socket = connect(proxy)) {
            proxy.plan(Fault.silence(Direction.TO_CLIENT, 10));
            socket.setSoTimeout(200);

            assertThatThrownBy(() -> echo(socket, 1000)).isInstanceOf(SocketTimeoutException.class);
            assertThat(proxy.awaitFault(Duration.ofSeconds(10))).isTrue();
            server.close();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
        try (var again = new EchoServer();
                var proxy = FaultProxy.before(again.address(), Link.perfect());
                var first = connect(proxy)) {
            echo(first, 1);
            proxy.strike(Fault.Kind.SILENCE);
            try (var second = connect(proxy)) {
                assertThat(echo(second, 1000)).isEqualTo(1000);
            }
        }
    }

    @Test
    void faultsThatWereDrawnHappenAtTheirByte() throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        try (var proxy = FaultProxy.before(server.address(), Link.perfect())) {
            for (var i = 0; i < 15; i++) {
                var direction = random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
                var fault = Fault.drawn(random, direction, 200_000);
                var before = proxy.carried(direction);
                proxy.plan(fault);
                try (var socket = connect(proxy)) {
                    var talk = Thread.startVirtualThread(() -> echoUntilCut(socket, 200_001));

                    assertThat(proxy.awaitFault(Duration.ofSeconds(10)))
                            .as("seed %d, %s", seed, fault)
                            .isTrue();
                    proxy.strike(Fault.Kind.RESET);
                    join(talk);
                }
                assertThat(proxy.carried(direction) - before)
                        .as("seed %d", seed)
                        .isEqualTo(fault.afterBytes());
            }
        }
    }

    @Test
    void whileItIsPausedNothingArrivesAndThenEverything() throws Exception {
        try (var proxy = FaultProxy.before(server.address(), Link.perfect());
                var socket = connect(proxy)) {
            echo(socket, 1);
            proxy.pause();
            socket.setSoTimeout(200);

            assertThatThrownBy(() -> echo(socket, 1000)).isInstanceOf(SocketTimeoutException.class);
            socket.setSoTimeout(0);
            proxy.resume();
            assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
        }
    }

    @Test
    void whatNobodyReadsIsNotPiledUp() throws Exception {
        var link = Link.of(Duration.ofMillis(10), 100);
        try (var proxy = FaultProxy.before(server.address(), link);
                var socket = connect(proxy)) {
            proxy.pause();
            var written = new AtomicLong();
            var writer = Thread.startVirtualThread(() -> {
                try {
                    for (var block = new byte[64 << 10]; ; written.addAndGet(block.length)) {
                        socket.getOutputStream().write(block);
                    }
                } catch (IOException closed) {
                    // With the socket.
                }
            });
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            assertThat(written.get()).isLessThan(link.capacity() + (8 << 20));
            proxy.strike(Fault.Kind.RESET);
            writer.join(Duration.ofSeconds(10));
            assertThat(writer.isAlive()).isFalse();
        }
    }

    private static Socket connect(FaultProxy proxy) throws IOException {
        var address = proxy.address();
        return new Socket(
                InetAddress.getLoopbackAddress(), Integer.parseInt(address.substring(address.indexOf(':') + 1)));
    }

    /** Sends so many bytes and reads them back; how many came, until there were that many or no more. */
    private static long echo(Socket socket, int bytes) throws IOException {
        var sent = new byte[bytes];
        for (var i = 0; i < bytes; i++) {
            sent[i] = (byte) (i * 31 + (i >> 8));
        }
        var sender = Thread.startVirtualThread(() -> {
            try {
                socket.getOutputStream().write(sent);
            } catch (IOException cut) {
                // Then the reader below meets it too.
            }
        });
        var back = socket.getInputStream().readNBytes(bytes);
        assertThat(back).isEqualTo(Arrays.copyOf(sent, back.length));
        join(sender);
        return back.length;
    }

    private static void echoUntilCut(Socket socket, int bytes) {
        try {
            echo(socket, bytes);
        } catch (IOException cut) {
            // As it was planned.
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
