package io.graphkeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.security.Role;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.WatchHealthRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A stream ends with the right of its caller, with its server, and with its reader. */
class OpenStreamsTest extends WithGrpcServer {
    @Test
    void revocationEndsAnOpenStream() throws Exception {
        var created = api.create("watcher", Role.MONITOR, null);
        var watch = MonitoringServiceGrpc.newBlockingStub(
                        api.channel(created.secret().reveal()))
                .watchHealth(WatchHealthRequest.getDefaultInstance());
        watch.next();

        api.test
                .database()
                .inTransaction(transaction ->
                        api.tokens.revoke(transaction, created.token().id(), "test"));
        api.front.openCalls().sweep();

        assertThat(reason(watch::next)).isEqualTo("UNAUTHENTICATED");
        assertThat(streamEnded.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void expiryEndsAnOpenStream() throws Exception {
        var created = api.create("watcher", Role.MONITOR, Duration.ofMinutes(5));
        var watch = MonitoringServiceGrpc.newBlockingStub(
                        api.channel(created.secret().reveal()))
                .watchHealth(WatchHealthRequest.getDefaultInstance());
        watch.next();

        api.clock.advance(Duration.ofMinutes(5));
        api.front.openCalls().sweep();

        assertThat(reason(watch::next)).isEqualTo("TOKEN_EXPIRED");
        assertThat(streamEnded.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStoppingServerEndsStreamsWithAReasonAndItsProbesSayNo() throws Exception {
        var watch = MonitoringServiceGrpc.newBlockingStub(api.channel(api.token("watcher", Role.MONITOR)))
                .watchHealth(WatchHealthRequest.getDefaultInstance());
        watch.next();

        api.server.stop(Duration.ofSeconds(5));

        assertThat(reason(watch::next)).isEqualTo("SERVER_STOPPING");
    }

    @Test
    void aReaderThatGoesAwayFreesItsStream() throws Exception {
        var channel = api.channel(api.token("watcher", Role.MONITOR));
        var watch = MonitoringServiceGrpc.newBlockingStub(channel).watchHealth(WatchHealthRequest.getDefaultInstance());
        watch.next();

        channel.shutdownNow();

        assertThat(streamEnded.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
