package io.graphkeep.server.api;

import io.graphkeep.server.security.Denials;
import io.graphkeep.server.security.Principal;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Services within the process, guarded as the server guards them, whose callers say who they are and are believed. */
final class TrustedCallers implements ServerInterceptor {
    private static final Metadata.Key<String> WHO = Metadata.Key.of("who", Metadata.ASCII_STRING_MARSHALLER);

    private final Map<String, Principal> known = new ConcurrentHashMap<>();
    private final Denials denials;
    private final Server server;
    private final ManagedChannel channel;

    TrustedCallers(String name, Denials denials, Guard guard, List<ServiceMethods> services) throws IOException {
        this.denials = denials;
        var builder = InProcessServerBuilder.forName(name);
        services.forEach(
                service -> builder.addService(ServerInterceptors.interceptForward(service.definition(), this, guard)));
        server = builder.build().start();
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    /** Someone who may call from now on, under the name of the token. */
    void add(Principal principal) {
        known.put(principal.name(), principal);
    }

    boolean has(String name) {
        return known.containsKey(name);
    }

    /** A stub of one who was added. */
    <S extends AbstractStub<S>> S as(String name, Function<Channel, S> stub) {
        var headers = new Metadata();
        headers.put(WHO, name);
        return stub.apply(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var method = call.getMethodDescriptor().getFullMethodName();
        var principal = known.get(String.valueOf(headers.get(WHO)));
        var told = new Call("call", method, "test", Objects.requireNonNull(principal), denials);
        var context = Context.current().withValue(CallContext.CALL, told).withValue(CallContext.ID, "call");
        return Contexts.interceptCall(context, call, headers, next);
    }

    void close() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
}
