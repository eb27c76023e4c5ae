package io.graphkeep.server.api;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Denials;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.RoleTable;
import io.graphkeep.server.security.TokenSecret;
import io.graphkeep.server.security.Tokens;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Objects;

/**
 * Finds out who calls, and refuses what their role does not allow, before anything else of the call is looked at.
 *
 * <p>A client's certificate says nothing here: it may be needed to connect, it never replaces the token.
 */
final class Authentication implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;
    private final RoleTable table;
    private final RateLimit rate;
    private final Denials denials;

    Authentication(Tokens tokens, RoleTable table, RateLimit rate, Denials denials) {
        this.tokens = tokens;
        this.table = table;
        this.rate = rate;
        this.denials = denials;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        var method = call.getMethodDescriptor().getFullMethodName();
        if (table.access(method).isOpen()) {
            return next.startCall(call, headers);
        }
        Call known;
        try {
            known = admit(call, headers, method);
        } catch (RuntimeException refused) {
            // Whatever goes wrong while the caller is being found out, the call must not go on.
            return Refusal.refuse(call, ErrorMapping.told(refused, callId(), method));
        }
        return Contexts.interceptCall(Context.current().withValue(CallContext.CALL, known), call, headers, next);
    }

    private Call admit(ServerCall<?, ?> call, Metadata headers, String method) {
        var peer = CallLog.peer(call);
        var principal = authenticate(headers, method, peer);
        rate.take(principal.tokenId());
        var access = table.access(method);
        if (!access.allows(principal)) {
            var refused = new GraphkeepException(
                            Reason.PERMISSION_DENIED,
                            "The token " + principal.name() + " has not the role for " + method + ", which is for "
                                    + access.inWords() + ".")
                    .with("required_role", access.inWords());
            denials.denied(principal, method, peer, refused);
            throw refused;
        }
        return new Call(callId(), method, peer, principal, denials);
    }

    private Principal authenticate(Metadata headers, String method, String peer) {
        try {
            return tokens.verify(secret(headers));
        } catch (GraphkeepException refused) {
            if (refused.reason().code() == Status.Code.UNAUTHENTICATED) {
                denials.unknown(refused.reason(), method, peer);
            }
            throw refused;
        }
    }

    private static TokenSecret secret(Metadata headers) {
        var value = headers.get(AUTHORIZATION);
        if (value == null) {
            throw new GraphkeepException(Reason.UNAUTHENTICATED, "The call carries no token.");
        }
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new GraphkeepException(Reason.UNAUTHENTICATED, "The header authorization is not a bearer token.");
        }
        return TokenSecret.parse(value.substring(SCHEME.length()).strip())
                .orElseThrow(() -> new GraphkeepException(
                        Reason.UNAUTHENTICATED, "The token does not look like one of Graphkeep."));
    }

    private static String callId() {
        return Objects.requireNonNullElse(CallContext.ID.get(), "unknown");
    }
}
