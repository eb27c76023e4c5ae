package io.graphkeep.transfer;

import java.security.MessageDigest;

/** The name of a segment: the SHA-256 of its descriptor's bytes. */
public final class SegmentId extends ContentId implements Comparable<SegmentId> {
    private SegmentId(byte[] bytes, int offset) {
        super(bytes, offset);
    }

    /** The id whose 32 bytes stand at the offset. */
    public static SegmentId fromBytes(byte[] bytes, int offset) {
        return new SegmentId(bytes, offset);
    }

    /** The id that these 32 bytes are. */
    public static SegmentId fromBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("An id has 32 bytes, not " + bytes.length);
        }
        return new SegmentId(bytes, 0);
    }

    /** The id that these 64 hexadecimal digits are. */
    public static SegmentId fromHex(String hex) {
        return new SegmentId(parseHex(hex), 0);
    }

    /** Names the segment whose descriptor these bytes are. */
    public static SegmentId of(byte[] bytes, int offset, int length) {
        return of(newDigest(), bytes, offset, length);
    }

    /** Names the segment whose descriptor these bytes are. The digest is reset before and after. */
    public static SegmentId of(MessageDigest digest, byte[] bytes, int offset, int length) {
        digest.reset();
        digest.update(bytes, offset, length);
        return new SegmentId(digest.digest(), 0);
    }

    @Override
    public int compareTo(SegmentId other) {
        return compareWords(other);
    }
}
