package io.graphkeep.server.api;

import com.google.protobuf.Message;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * A service put together method by method; the methods that nobody gave answer that they are not built yet.
 *
 * <p>A method runs on the call's own virtual thread and may block. What it throws reaches the caller as the
 * {@link io.graphkeep.server.errors.GraphkeepException} that it is, and anything else as INTERNAL.
 */
public final class ServiceMethods {
    /** Answers one request with one message. */
    public interface Unary<Q, R> {
        R answer(Call call, Q request) throws Exception;
    }

    /** Answers one request with a stream; it ends when this returns. */
    public interface Streaming<Q, R> {
        void answer(Call call, Q request, Outflow<R> out) throws Exception;
    }

    /** Answers a stream with one message. */
    public interface Receiving<Q, R> {
        R answer(Call call, Inflow<Q> in) throws Exception;
    }

    /** Answers a stream with a stream; that ends when this returns. */
    public interface Conversing<Q, R> {
        void answer(Call call, Inflow<Q> in, Outflow<R> out) throws Exception;
    }

    private final ServiceDescriptor service;
    private final Map<String, ServerCallHandler<?, ?>> handlers = new LinkedHashMap<>();

    private ServiceMethods(ServiceDescriptor service) {
        this.service = service;
    }

    public static ServiceMethods of(ServiceDescriptor service) {
        return new ServiceMethods(service);
    }

    public <Q extends Message, R extends Message> ServiceMethods unary(
            MethodDescriptor<Q, R> method, Unary<Q, R> answer) {
        return raw(method, ServerCalls.asyncUnaryCall((request, observer) -> {
            try {
                observer.onNext(answer.answer(CallContext.current(), request));
                observer.onCompleted();
            } catch (Exception e) {
                // Whatever a method throws must reach its caller; the guard makes a reason of it.
                observer.onError(asStatus(e));
            }
        }));
    }

    /** A stream that is written by a virtual thread of its own, at the pace of its reader. */
    public <Q extends Message, R extends Message> ServiceMethods streaming(
            MethodDescriptor<Q, R> method, Streaming<Q, R> answer) {
        return streaming(method, Outflow.Pace.BULK, answer);
    }

    /** The same with limits of its own on what waits for the reader. */
    <Q extends Message, R extends Message> ServiceMethods streaming(
            MethodDescriptor<Q, R> method, Outflow.Pace pace, Streaming<Q, R> answer) {
        return raw(method, ServerCalls.asyncServerStreamingCall((request, observer) -> {
            var out = new Outflow<>((ServerCallStreamObserver<R>) observer, Context.current(), pace);
            inThreadOfItsOwn(observer, call -> {
                answer.answer(call, request, out);
                observer.onCompleted();
            });
        }));
    }

    /** A stream that is read by a virtual thread of its own, at its pace. */
    public <Q extends Message, R extends Message> ServiceMethods receiving(
            MethodDescriptor<Q, R> method, TransferLimits limits, Receiving<Q, R> answer) {
        return raw(method, ServerCalls.asyncClientStreamingCall(observer -> {
            var in = new Inflow<Q>((ServerCallStreamObserver<R>) observer, Context.current(), limits);
            inThreadOfItsOwn(observer, call -> {
                observer.onNext(answer.answer(call, in));
                observer.onCompleted();
            });
            return in;
        }));
    }

    /** Two streams that a virtual thread of their own reads and writes. */
    public <Q extends Message, R extends Message> ServiceMethods conversing(
            MethodDescriptor<Q, R> method, TransferLimits limits, Conversing<Q, R> answer) {
        return raw(method, ServerCalls.asyncBidiStreamingCall(observer -> {
            var in = new Inflow<Q>((ServerCallStreamObserver<R>) observer, Context.current(), limits);
            var out = new Outflow<>((ServerCallStreamObserver<R>) observer, Context.current(), Outflow.Pace.of(limits));
            inThreadOfItsOwn(observer, call -> {
                answer.answer(call, in, out);
                observer.onCompleted();
            });
            return in;
        }));
    }

    /** What a stream's own thread does. */
    private interface Work {
        void run(Call call) throws Exception;
    }

    private static <R> void inThreadOfItsOwn(StreamObserver<R> observer, Work work) {
        var call = CallContext.current();
        Executor ownThread = task -> Thread.ofVirtual().name(call.id()).start(task);
        Context.currentContextExecutor(ownThread).execute(() -> {
            try {
                work.run(call);
            } catch (Throwable e) {
                // Errors too: nothing else stands on this thread that could end the stream. The guard makes a reason
                // of it.
                observer.onError(asStatus(e));
            }
        });
    }

    /** A method that handles its streams itself. */
    public <Q extends Message, R extends Message> ServiceMethods raw(
            MethodDescriptor<Q, R> method, ServerCallHandler<Q, R> handler) {
        if (!service.getMethods().contains(method)) {
            throw new IllegalArgumentException(method.getFullMethodName() + " is no method of " + service.getName());
        }
        if (handlers.put(method.getFullMethodName(), handler) != null) {
            throw new IllegalArgumentException(method.getFullMethodName() + " was given twice");
        }
        return this;
    }

    /** The service's full name. */
    public String name() {
        return service.getName();
    }

    /** The full names of the methods that work. */
    public Set<String> built() {
        return Set.copyOf(handlers.keySet());
    }

    /** The full names of the methods that answer NOT_IMPLEMENTED. */
    public Set<String> notBuilt() {
        return service.getMethods().stream()
                .map(MethodDescriptor::getFullMethodName)
                .filter(name -> !handlers.containsKey(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    ServerServiceDefinition definition() {
        var definition = ServerServiceDefinition.builder(service);
        service.getMethods().forEach(method -> add(definition, method));
        return definition.build();
    }

    private <Q, R> void add(ServerServiceDefinition.Builder definition, MethodDescriptor<Q, R> method) {
        @SuppressWarnings("unchecked") // given with this very descriptor, in raw
        var handler = (ServerCallHandler<Q, R>) handlers.get(method.getFullMethodName());
        definition.addMethod(method, handler == null ? notYet(method) : handler);
    }

    private static <Q, R> ServerCallHandler<Q, R> notYet(MethodDescriptor<Q, R> method) {
        return (call, headers) -> {
            throw new GraphkeepException(
                    Reason.NOT_IMPLEMENTED,
                    "The contract has " + method.getFullMethodName() + ", but this version does not do it yet.");
        };
    }

    private static Throwable asStatus(Throwable failure) {
        return Status.UNKNOWN.withCause(failure).asRuntimeException();
    }
}
