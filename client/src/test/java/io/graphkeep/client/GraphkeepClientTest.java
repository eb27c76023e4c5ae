package io.graphkeep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.GetGraphRequest;
import io.graphkeep.v1.GetGraphResponse;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphkeepClientTest {
    @TempDir
    Path temporary;

    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private Server server;

    GraphkeepClientTest() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Answers())
                .intercept(new Listening())
                .build();
    }

    @BeforeEach
    void start() throws IOException {
        server = server.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    }

    @Test
    void aTokenFileThatIsReplacedCountsFromTheNextCallOn() throws IOException {
        var file = Files.writeString(temporary.resolve("token"), "gk_first\n");
        try (var client =
                GraphkeepClient.builder().server(address()).tokenFile(file).connect()) {
            ask(client);
            Files.writeString(file, "gk_second\n");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
            ask(client);
        }

        assertThat(tokens).containsExactly("Bearer gk_first", "Bearer gk_second");
    }

    @Test
    void theEnvironmentSaysWhatCodeDoesNot() {
        try (var client = GraphkeepClient.builder()
                .token("gk_code")
                .environment(Map.of("GRAPHKEEP_SERVER", address(), "GRAPHKEEP_TOKEN", "gk_environment"))
                .connect()) {
            ask(client);
        }

        assertThat(tokens).containsExactly("Bearer gk_code");
    }

    @Test
    void whatFailsIsOfOneKind() {
        var nowhere = GraphkeepClient.builder().token("gk_x");
        try (var client =
                GraphkeepClient.builder().server(address()).token("gk_x").connect()) {
            var failure = catchThrowableOfType(
                    GraphkeepException.class, () -> client.backup().getGraph(request("nobody")));
            assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND);
        }
        assertThat(catchThrowableOfType(GraphkeepException.class, nowhere::connect)
                        .code())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(catchThrowableOfType(
                                GraphkeepException.class,
                                () -> GraphkeepClient.builder().server("x").connect())
                        .code())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(catchThrowableOfType(
                                GraphkeepException.class,
                                () -> nowhere.server("example:1")
                                        .ca(temporary.resolve("none.pem"))
                                        .connect())
                        .code())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void nothingRunsAnyMoreOnceItIsClosed() throws InterruptedException {
        var before = threads();
        for (var i = 0; i < 3; i++) {
            try (var client =
                    GraphkeepClient.builder().server(address()).token("gk_x").connect()) {
                ask(client);
            }
        }

        for (var thread : left(before)) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    /** Threads of the library's: those of this test's server come and go. */
    private static Set<Thread> left(Set<Thread> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> !thread.getName().startsWith("grpc-default-"))
                .collect(Collectors.toSet());
    }

    private static Set<Thread> threads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }

    private String address() {
        return "127.0.0.1:" + server.getPort();
    }

    private static void ask(GraphkeepClient client) {
        assertThat(client.backup().getGraph(request("books"))).isEqualTo(GetGraphResponse.getDefaultInstance());
    }

    private static GetGraphRequest request(String graph) {
        return GetGraphRequest.newBuilder().setGraphId(graph).build();
    }

    private static final class Answers extends BackupServiceGrpc.BackupServiceImplBase {
        @Override
        public void getGraph(GetGraphRequest request, StreamObserver<GetGraphResponse> answer) {
            if (request.getGraphId().equals("nobody")) {
                answer.onError(Status.NOT_FOUND.asRuntimeException());
                return;
            }
            answer.onNext(GetGraphResponse.getDefaultInstance());
            answer.onCompleted();
        }
    }

    private final class Listening implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            tokens.add(headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)));
            return next.startCall(call, headers);
        }
    }
}
