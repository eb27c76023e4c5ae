package io.graphkeep.cli;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server on a home of this machine that gives the answers it was taught, in their order, and keeps the requests. */
final class AnsweringServer implements AutoCloseable {
    private final Path home;
    private final Server server;
    private final Map<String, Deque<Object>> answers = new HashMap<>();
    private final List<Message> requests = new ArrayList<>();

    private AnsweringServer(Path home) {
        this.home = home;
        try {
            this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(service(AdminServiceGrpc.getServiceDescriptor()).bindService())
                    .addService(
                            service(BackupServiceGrpc.getServiceDescriptor()).bindService())
                    .addService(service(MonitoringServiceGrpc.getServiceDescriptor())
                            .bindService())
                    .build()
                    .start();
            Files.writeString(
                    home.resolve("server.json"), "{\"grpc\": \"127.0.0.1:" + server.getPort() + "\", \"tls\": false}");
            Files.writeString(home.resolve("admin.token"), "gk_secret");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static AnsweringServer at(Path home) {
        return new AnsweringServer(home);
    }

    /** The next answer of this method, by its bare name. */
    synchronized AnsweringServer answers(String method, Message answer) {
        answers.computeIfAbsent(method, name -> new ArrayDeque<>()).add(answer);
        return this;
    }

    /** The next answer of this method is an error. */
    AnsweringServer fails(String method, Code code, String reason, String sentence) {
        return fails(method, code, reason, sentence, Map.of());
    }

    synchronized AnsweringServer fails(
            String method, Code code, String reason, String sentence, Map<String, String> metadata) {
        var info = ErrorInfo.newBuilder()
                .setDomain("graphkeep")
                .setReason(reason)
                .putMetadata("graph_id", "books")
                .putAllMetadata(metadata)
                .build();
        var status = com.google.rpc.Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(sentence)
                .addDetails(Any.pack(info))
                .build();
        answers.computeIfAbsent(method, name -> new ArrayDeque<>()).add(StatusProto.toStatusRuntimeException(status));
        return this;
    }

    /** The last request of this type. */
    synchronized <M extends Message> M request(Class<M> type) {
        return requests.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    synchronized long requests(Class<? extends Message> type) {
        return requests.stream().filter(type::isInstance).count();
    }

    CommandRun run(String... arguments) {
        return CommandRun.of(environment(), arguments);
    }

    String address() {
        return "127.0.0.1:" + server.getPort();
    }

    Map<String, String> environment() {
        return Map.of("GRAPHKEEP_HOME", home.toString());
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private BindableService service(ServiceDescriptor descriptor) {
        return () -> {
            var definition = ServerServiceDefinition.builder(descriptor);
            descriptor.getMethods().forEach(method -> add(definition, method));
            return definition.build();
        };
    }

    /** Unary or streamed, each call is given one answer. */
    @SuppressWarnings("unchecked")
    private void add(ServerServiceDefinition.Builder definition, MethodDescriptor<?, ?> method) {
        if (!method.getType().clientSendsOneMessage()) {
            definition.addMethod(
                    (MethodDescriptor<Message, Message>) method, ServerCalls.asyncClientStreamingCall(response -> {
                        throw new UnsupportedOperationException("No test streams to this server");
                    }));
            return;
        }
        var name = String.valueOf(method.getBareMethodName());
        definition.addMethod(
                (MethodDescriptor<Message, Message>) method,
                ServerCalls.asyncServerStreamingCall((request, response) -> {
                    var answer = next(name, request);
                    if (answer instanceof RuntimeException error) {
                        response.onError(error);
                    } else {
                        response.onNext((Message) answer);
                        response.onCompleted();
                    }
                }));
    }

    private synchronized Object next(String method, Message request) {
        requests.add(request);
        return answers.getOrDefault(method, new ArrayDeque<>()).remove();
    }
}
