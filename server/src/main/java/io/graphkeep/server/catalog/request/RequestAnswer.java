package io.graphkeep.server.catalog.request;

import org.jspecify.annotations.Nullable;

/** The first answer to a request, and the digest of what was asked. */
public final class RequestAnswer {
    private final byte[] digest;
    private final byte @Nullable [] answer;

    public RequestAnswer(byte[] digest, byte @Nullable [] answer) {
        this.digest = digest;
        this.answer = answer;
    }

    public byte[] digest() {
        return digest;
    }

    /** The serialized answer; null while the first call is still at it. */
    public byte @Nullable [] answer() {
        return answer;
    }
}
