package io.graphkeep.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How the bytes travel: in the clear, or over TLS with a chosen trust and, where asked for, a certificate of one's own. */
public sealed interface Transport {
    /** Without TLS: for loopback, or a network that is trusted as a whole. */
    record Plaintext() implements Transport {}

    /** TLS. Without {@code ca} the system's roots are trusted; certificate and key (PEM) go together. */
    record Tls(
            @Nullable Path ca,
            @Nullable Path certificate,
            @Nullable Path key) implements Transport {
        public Tls {
            if ((certificate == null) != (key == null)) {
                throw new IllegalArgumentException("A client certificate and its key are given together.");
            }
        }
    }
}
