package io.graphkeep.server.api;

import io.graphkeep.server.errors.GraphkeepException;
import io.grpc.Metadata;
import io.grpc.ServerCall;

/** How an interceptor says no: the call ends with the reason, and nothing of it reaches a service. */
final class Refusal {
    private Refusal() {}

    static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, GraphkeepException failure) {
        var told = ErrorMapping.status(failure);
        var trailers = told.getTrailers();
        call.close(told.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
    }
}
