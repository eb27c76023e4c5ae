package io.graphkeep.client;

import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A stream that has no end, opened again whenever it ends: with a pause that grows, for as long as it takes.
 *
 * <p>What cannot be opened the first time is not tried again, and neither is what a server refuses for good.
 */
final class Reopening {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration USUAL_HEARTBEAT = Duration.ofSeconds(15);
    private static final Set<String> PASSING = Set.of("SLOW_CONSUMER", "TOO_MANY_REQUESTS", "CONFLICT");

    private final Runnable reconnect;
    private final Consumer<GraphkeepException> lost;
    private boolean wasOpen;
    private Duration pause = FIRST_PAUSE;

    /**
     * A stream that was not opened yet.
     *
     * @param reconnect makes the channel try at once, not when its own backoff says
     * @param lost is told each time that the stream ended, before it is opened again
     */
    Reopening(Runnable reconnect, Consumer<GraphkeepException> lost) {
        this.reconnect = reconnect;
        this.lost = lost;
    }

    /** How long nothing may come from a server that was asked for heartbeats, or was not asked. */
    static Duration patience(boolean asked, com.google.protobuf.Duration heartbeat) {
        var pause = asked ? Duration.ofSeconds(heartbeat.getSeconds() + 1) : USUAL_HEARTBEAT;
        return pause.multipliedBy(2).plus(LONGEST_PAUSE);
    }

    /** Never returns: ends with what {@code each} throws, with a refusal, or with CANCELLED where the thread is interrupted. */
    <M> void follow(Supplier<MessageStream<M>> open, Consumer<M> each) {
        while (true) {
            try (var stream = open.get()) {
                read(stream, each);
                lost.accept(new GraphkeepException(Status.Code.UNAVAILABLE, "", "The stream ended.", null));
            } catch (GraphkeepException failure) {
                if (!wasOpen || !passes(failure)) {
                    throw failure;
                }
                lost.accept(failure);
            }
            pause();
        }
    }

    private <M> void read(MessageStream<M> messages, Consumer<M> each) {
        while (messages.hasNext()) {
            var message = messages.next();
            wasOpen = true;
            pause = FIRST_PAUSE;
            each.accept(message);
        }
    }

    private static boolean passes(GraphkeepException failure) {
        return failure.code() == Status.Code.UNAVAILABLE || PASSING.contains(failure.reason());
    }

    private void pause() {
        var jitter = ThreadLocalRandom.current().nextLong(pause.toNanos());
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos() + jitter);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GraphkeepException(Status.Code.CANCELLED, "", "The thread was interrupted.", interrupted);
        }
        var doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        reconnect.run();
    }
}
