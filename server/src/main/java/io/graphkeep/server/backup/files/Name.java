package io.graphkeep.server.backup.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One entry's name in a directory: the bytes that the kernel has, never empty, without a slash or a zero byte. */
public final class Name implements Comparable<Name> {
    static final int MOST_BYTES = 255;

    private final byte[] bytes;

    private Name(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The name of these bytes; refused where it could name anything but an entry of the directory at hand. */
    public static Name of(byte[] bytes) {
        if (!isUsable(bytes)) {
            throw new IllegalArgumentException("Not the name of a directory's entry: "
                    + new String(bytes, 0, Math.min(bytes.length, MOST_BYTES), StandardCharsets.UTF_8));
        }
        return new Name(bytes.clone());
    }

    public static Name of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A name that the kernel itself gave, which is not looked at again. */
    static Name listed(byte[] bytes) {
        return new Name(bytes);
    }

    /** Whether the bytes can name an entry, and no other place than that. */
    public static boolean isUsable(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MOST_BYTES || isDots(bytes)) {
            return false;
        }
        for (var b : bytes) {
            if (b == 0 || b == '/') {
                return false;
            }
        }
        return true;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    byte[] raw() {
        return bytes;
    }

    static boolean isDots(byte[] bytes) {
        return (bytes.length == 1 && bytes[0] == '.') || (bytes.length == 2 && bytes[0] == '.' && bytes[1] == '.');
    }

    @Override
    public int compareTo(Name other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name && Arrays.equals(bytes, name.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
