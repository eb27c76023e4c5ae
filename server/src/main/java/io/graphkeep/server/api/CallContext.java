package io.graphkeep.server.api;

import io.grpc.Context;

/** Where the interceptors leave what they know of a call for what comes after them. */
final class CallContext {
    /** The id of the call, from its first moment. */
    static final Context.Key<String> ID = Context.key("graphkeep-call-id");

    /** The call, once its caller is known. */
    static final Context.Key<Call> CALL = Context.key("graphkeep-call");

    private CallContext() {}

    static Call current() {
        var call = CALL.get();
        if (call == null) {
            throw new IllegalStateException("No call here: this method is open to callers without a token");
        }
        return call;
    }
}
