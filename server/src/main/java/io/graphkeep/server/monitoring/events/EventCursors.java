package io.graphkeep.server.monitoring.events;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * How a place in this instance's event log is written for those who come back to it.
 *
 * <p>Whoever reads one learns nothing that matters, and forging one gives nothing that could not be asked for otherwise: its
 * check is against mistakes. It names the instance and the log, so that a place in another is never taken for one in this.
 */
final class EventCursors {
    private static final byte VERSION = 1;
    private static final int BODY = 1 + 2 * Long.BYTES + Long.BYTES + Long.BYTES;
    private static final int LENGTH = BODY + Integer.BYTES;
    private static final int LONGEST = 100;

    private final UUID instance;
    private final long log;

    EventCursors(UUID instance, UUID log) {
        this.instance = instance;
        this.log = log.getMostSignificantBits() ^ log.getLeastSignificantBits();
    }

    /** The place after this number. */
    String text(long number) {
        var bytes = ByteBuffer.allocate(LENGTH)
                .put(VERSION)
                .putLong(instance.getMostSignificantBits())
                .putLong(instance.getLeastSignificantBits())
                .putLong(log)
                .putLong(number);
        bytes.putInt(check(bytes.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** The number after which to go on; empty for a place in a log that this instance has no more. CURSOR_INVALID for any other. */
    Optional<Long> number(String text) {
        var bytes = ByteBuffer.wrap(decode(text));
        if (bytes.capacity() != LENGTH || bytes.getInt(BODY) != check(bytes.array()) || bytes.get() != VERSION) {
            throw invalid("The cursor is not one that a server gave out; it may be cut or changed.");
        }
        var of = new UUID(bytes.getLong(), bytes.getLong());
        if (!of.equals(instance)) {
            throw invalid("The cursor is of the instance " + of + ", and this is " + instance + ".");
        }
        return bytes.getLong() == log ? Optional.of(bytes.getLong()) : Optional.empty();
    }

    private static byte[] decode(String text) {
        try {
            return text.length() > LONGEST
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static int check(byte[] bytes) {
        var sum = new CRC32C();
        sum.update(bytes, 0, BODY);
        return (int) sum.getValue();
    }

    private static GraphkeepException invalid(String sentence) {
        return new GraphkeepException(Reason.CURSOR_INVALID, sentence);
    }
}
