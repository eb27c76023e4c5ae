package io.graphkeep.server.security;

import io.graphkeep.server.catalog.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret of a token: {@code gk_} and 256 random bits. It shows itself nowhere but in {@link #reveal}.
 *
 * <p>What is stored of it is its SHA-256: with 256 bits of chance in it, there is nothing to guess that a slow hash would
 * make slower.
 */
public final class TokenSecret {
    private static final Pattern SHAPE = Pattern.compile("gk_[A-Za-z0-9_-]{43}");
    private static final int BYTES = 32;

    private final String text;

    private TokenSecret(String text) {
        this.text = text;
    }

    static TokenSecret random(Ids ids) {
        return new TokenSecret("gk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(ids.bytes(BYTES)));
    }

    /** The secret that this text is, if it has the shape of one. */
    public static Optional<TokenSecret> parse(String text) {
        return SHAPE.matcher(text).matches() ? Optional.of(new TokenSecret(text)) : Optional.empty();
    }

    /** The text itself, for the one who asked for the token. */
    public String reveal() {
        return text;
    }

    /** What the catalog keeps of it. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "gk_***";
    }
}
