package io.graphkeep.client;

import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Makes calls with the caller's token, and turns what fails into {@link GraphkeepException}s. */
final class Calls {
    private final Channel channel;
    private final CallOptions options;
    private final Duration timeout;

    /** @param timeout after how long a call that is no stream is given up */
    Calls(Channel channel, CallCredentials token, Duration timeout) {
        this.channel = channel;
        this.options = CallOptions.DEFAULT.withCallCredentials(token);
        this.timeout = timeout;
    }

    <Q, R> R unary(MethodDescriptor<Q, R> method, Q request) {
        try {
            var deadline = options.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
            var repeatable = RequestIds.filled(request, GraphkeepClient::newRequestId);
            return ClientCalls.blockingUnaryCall(channel, method, deadline, repeatable);
        } catch (StatusRuntimeException failure) {
            throw GraphkeepException.of(failure);
        }
    }

    /** Two streams, one each way, with no limit of time. */
    <Q, R> ClientCall<Q, R> call(MethodDescriptor<Q, R> method) {
        return channel.newCall(method, options);
    }

    /** A stream with no limit of time. */
    <Q, R> MessageStream<R> stream(MethodDescriptor<Q, R> method, Q request) {
        return MessageStream.open(channel.newCall(method, options), request);
    }
}
