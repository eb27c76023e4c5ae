package io.graphkeep.server.api;

import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.request.AnsweredRequestMapper;
import io.graphkeep.server.catalog.token.TokenMapper;
import io.graphkeep.server.config.Configuration;
import io.graphkeep.server.config.LimitConfig;
import io.graphkeep.server.config.ListenAddress;
import io.graphkeep.server.config.NetworkConfig;
import io.graphkeep.server.config.RetentionConfig;
import io.graphkeep.server.config.Surroundings;
import io.graphkeep.server.config.Switch;
import io.graphkeep.server.config.SwitchConfig;
import io.graphkeep.server.security.Denials;
import io.graphkeep.server.security.NewToken;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.Scopes;
import io.graphkeep.server.security.SettableClock;
import io.graphkeep.server.security.TlsMaterial;
import io.graphkeep.server.security.Tokens;
import io.graphkeep.server.security.UnknownCallers;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real gRPC server on a free port, over a real database, with the services that a test gives it. */
final class ApiFixture implements AutoCloseable {
    static final int MAX_MESSAGE = 1 << 20;
    static final int MAX_CONNECTIONS = 100;
    static final int MAX_CALLS = 20;
    static final int MAX_STREAMS = 5;
    static final int MAX_REQUESTS = 200;

    final SettableClock clock = new SettableClock();
    final TestDatabase test = TestDatabase.create(TokenMapper.class, AnsweredRequestMapper.class);
    final EventLog events = new EventLog(clock, true);
    final Tokens tokens = new Tokens(test.database(), events, TestDatabase.ids(), clock);
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Subsystems subsystems;
    final Front front;
    final GrpcServer server;
    private final LimitConfig limits;
    private final NetworkConfig network;
    private final @Nullable TlsMaterial tls;
    private final List<ManagedChannel> channels = new ArrayList<>();

    ApiFixture(List<ServiceMethods> services) {
        this(services, EnumSet.allOf(Switch.class), null);
    }

    ApiFixture(List<ServiceMethods> services, Set<Switch> on, @Nullable TlsMaterial tls) {
        this.tls = tls;
        limits = new LimitConfig(
                MAX_MESSAGE,
                16 << 10,
                MAX_CONNECTIONS,
                MAX_CALLS,
                MAX_STREAMS,
                MAX_REQUESTS,
                Duration.ofMinutes(2),
                Duration.ofHours(24));
        network = new NetworkConfig(
                new ListenAddress("127.0.0.1"),
                0,
                0,
                null,
                false,
                null,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10));
        subsystems = new Subsystems(new SwitchConfig(Set.copyOf(on)));
        var denials = new Denials(test.database(), events, metrics, new UnknownCallers(clock));
        front = new Front(TestDatabase.ids(), clock, limits, tokens, denials, subsystems, metrics);
        var all = new ArrayList<>(services);
        all.add(admin());
        server = new GrpcServer(network, limits, tls, front, all);
        server.start();
        server.serve();
    }

    /** A port of channelz beside the server, which its test starts and ends. */
    ChannelzPort channelz(int number) {
        return new ChannelzPort(number, network, limits, tls, front);
    }

    private ServiceMethods admin() {
        var facts = new ServerFacts(
                new UUID(7, 7), "here", "0.1.0", "node-a", clock.instant(), 1, "graphkeep-1", List::of, () -> false);
        var info = new ServerInfo(facts, subsystems, limits, new RetentionConfig(30, 7, 90), clock);
        var configuration = Configuration.load(Surroundings.ofThisProcess(), List.of());
        return new AdminService(
                        info, configuration, tokens, new Idempotency(test.database(), clock), new Pages(new byte[] {1}))
                .methods();
    }

    /** A token's secret. */
    String token(String name, Role role, String... scopes) {
        return create(name, role, null, scopes).secret().reveal();
    }

    Tokens.Created create(String name, Role role, @Nullable Duration lifetime, String... scopes) {
        var wanted = new NewToken(name, role, new Scopes(List.of(scopes)), lifetime);
        return test.database().inTransaction(transaction -> tokens.create(transaction, wanted, "test"));
    }

    ManagedChannel channel(ClientInterceptor... interceptors) {
        var channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .intercept(interceptors)
                .build();
        channels.add(channel);
        return channel;
    }

    ManagedChannel channel(String token) {
        return channel(bearer(token));
    }

    static ClientInterceptor bearer(String token) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    @Override
    public void close() {
        try {
            for (var channel : channels) {
                channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
            }
            server.stop(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted while the test's server stopped", e);
        }
        test.close();
    }
}
