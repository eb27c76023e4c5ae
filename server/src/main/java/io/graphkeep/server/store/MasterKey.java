package io.graphkeep.server.store;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The 256 bits that open a store: they wrap the repository's key and nothing else.
 *
 * <p>Shows only its fingerprint; {@link #reveal} gives the line that its file holds and that a copy of it must hold.
 */
public final class MasterKey {
    /** Bytes of a key. */
    public static final int BYTES = 32;

    private static final String PREFIX = "gkm1_";
    private static final int CHECK_BYTES = 4;

    private final byte[] bytes;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The key that these 32 random bytes are. */
    public static MasterKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A master key has " + BYTES + " bytes.");
        }
        return new MasterKey(bytes.clone());
    }

    /** Reads the line that {@link #reveal} gives; its last four bytes tell a slip of the hand. */
    public static MasterKey parse(String line) {
        var text = line.strip();
        if (!text.startsWith(PREFIX)) {
            throw unreadable();
        }
        try {
            var all = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
            if (all.length != BYTES + CHECK_BYTES) {
                throw unreadable();
            }
            var bytes = Arrays.copyOf(all, BYTES);
            if (!Arrays.equals(check(bytes), 0, CHECK_BYTES, all, BYTES, all.length)) {
                throw unreadable();
            }
            return new MasterKey(bytes);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    /** The key as one line of text. Whoever has it can read the store. */
    public String reveal() {
        var all = Arrays.copyOf(bytes, BYTES + CHECK_BYTES);
        System.arraycopy(check(bytes), 0, all, BYTES, CHECK_BYTES);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** Sixteen digits that tell this key from others and say nothing of it. */
    public String fingerprint() {
        return HexFormat.of().formatHex(Kdf.derive(bytes, "graphkeep master key fingerprint", "", 8));
    }

    SecretKey wrapping() {
        return new SecretKeySpec(bytes, "AES");
    }

    @Override
    public String toString() {
        return "master key " + fingerprint();
    }

    private static byte[] check(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(PREFIX.getBytes(StandardCharsets.US_ASCII));
            return digest.digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static GraphkeepException unreadable() {
        return new GraphkeepException(
                Reason.KEY_UNAVAILABLE,
                "What was given as the master key is none: a key is one line that begins with " + PREFIX
                        + ", and this one is cut, mistyped or something else.");
    }
}
