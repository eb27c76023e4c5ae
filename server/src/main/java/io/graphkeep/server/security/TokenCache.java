package io.graphkeep.server.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that were verified a moment ago, so that not every call asks the catalog.
 *
 * <p>An entry lives five seconds: that is how long a token that another server revoked can still start calls here. Bounded,
 * the least recently used goes first; only hashes are kept.
 */
final class TokenCache {
    private static final Duration LIFETIME = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    private record Verified(Principal principal, Instant verifiedAt) {}

    private final Clock clock;
    private final Map<String, Verified> entries = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
            return size() > MOST;
        }
    };

    TokenCache(Clock clock) {
        this.clock = clock;
    }

    synchronized @Nullable Principal find(byte[] hash) {
        var entry = entries.get(key(hash));
        if (entry == null) {
            return null;
        }
        var age = Duration.between(entry.verifiedAt(), clock.instant());
        return age.isNegative() || age.compareTo(LIFETIME) >= 0 ? null : entry.principal();
    }

    synchronized void keep(byte[] hash, Principal principal) {
        entries.put(key(hash), new Verified(principal, clock.instant()));
    }

    synchronized void forget(UUID tokenId) {
        entries.values().removeIf(entry -> entry.principal().tokenId().equals(tokenId));
    }

    private static String key(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
