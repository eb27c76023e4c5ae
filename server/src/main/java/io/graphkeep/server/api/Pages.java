package io.graphkeep.server.api;

import com.google.protobuf.Message;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lists in pages: what a page token says is the server's own, and only for the list that it was given out for.
 *
 * <p>A token is bound to the method, the filters and the caller's scopes by a keyed hash. All servers of an instance need
 * the same key, or a list cannot go on at another one.
 */
public final class Pages {
    /** The most entries in one page. */
    public static final int MOST = 1_000;

    private static final int DEFAULT = 100;
    private static final int MAC_BYTES = 16;
    private static final int LONGEST = 2_048;
    private static final String SIZE = "page_size";
    private static final String TOKEN = "page_token";

    private final SecretKeySpec key;

    /**
     * @param secret any secret of the instance; the key is derived from it
     */
    public Pages(byte[] secret) {
        this.key = new SecretKeySpec(
                mac(new SecretKeySpec(secret, "HmacSHA256"), "page tokens".getBytes(UTF)), "HmacSHA256");
    }

    private static final Charset UTF = StandardCharsets.UTF_8;

    /** The page that this request asks for. */
    public Page open(Call call, Message request) {
        var size = RequestDigest.number(request, SIZE);
        new Validation()
                .check(SIZE, size >= 0 && size <= MOST, "it must be between 1 and " + MOST + ", or 0 for " + DEFAULT)
                .check();
        var binding = binding(call, request);
        var token = RequestDigest.text(request, TOKEN);
        var after = token.isEmpty() ? Optional.<String>empty() : Optional.of(unseal(token, binding));
        return new Page(size == 0 ? DEFAULT : size, after, cursor -> seal(cursor, binding));
    }

    private String seal(String cursor, byte[] binding) {
        var text = cursor.getBytes(UTF);
        var hash = hash(text, binding);
        var sealed = Arrays.copyOf(hash, MAC_BYTES + text.length);
        System.arraycopy(text, 0, sealed, MAC_BYTES, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    private String unseal(String token, byte[] binding) {
        var sealed = decode(token);
        if (sealed.length < MAC_BYTES) {
            throw invalid();
        }
        var text = Arrays.copyOfRange(sealed, MAC_BYTES, sealed.length);
        var hash = Arrays.copyOf(sealed, MAC_BYTES);
        if (!MessageDigest.isEqual(hash, Arrays.copyOf(hash(text, binding), MAC_BYTES))) {
            throw invalid();
        }
        return new String(text, UTF);
    }

    private static byte[] decode(String token) {
        if (token.length() > LONGEST) {
            throw invalid();
        }
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private byte[] hash(byte[] text, byte[] binding) {
        var all = Arrays.copyOf(binding, binding.length + text.length);
        System.arraycopy(text, 0, all, binding.length, text.length);
        return mac(key, all);
    }

    /** A hash of what a token is good for, of fixed length. */
    private byte[] binding(Call call, Message request) {
        var scopes = String.join(",", call.principal().scopes().patterns());
        var filter = Base64.getEncoder().encodeToString(RequestDigest.of(request, SIZE, TOKEN));
        return mac(key, String.join("\n", call.method(), scopes, filter).getBytes(UTF));
    }

    private static byte[] mac(SecretKeySpec key, byte[] text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    private static GraphkeepException invalid() {
        return new GraphkeepException(
                Reason.INVALID_PAGE_TOKEN, "The page_token is not one that this list gave out for these filters.");
    }
}
