package io.graphkeep.transfer;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A path below a graph's root: raw name bytes, joined by slashes; the root itself is the empty path.
 *
 * <p>Always well-formed: no empty, "." or ".." component, no NUL, components of at most 255 bytes, at most 4,096 in all.
 * Paths are ordered component by component, each by its unsigned bytes, so a directory stands right before what it holds.
 */
public final class TreePath implements Comparable<TreePath> {
    /** The longest path in bytes. */
    public static final int MAX_BYTES = 4096;

    /** The longest component in bytes. */
    public static final int MAX_COMPONENT_BYTES = 255;

    /** The graph's root. */
    public static final TreePath ROOT = new TreePath(new byte[0]);

    private final byte[] bytes;

    private TreePath(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The path of these raw bytes, which may be hostile. */
    public static TreePath parse(byte[] bytes) throws FormatException {
        var own = bytes.clone();
        var fault = fault(own);
        if (fault != null) {
            throw new FormatException("Not a path in a tree (" + fault + "): " + display(own));
        }
        return new TreePath(own);
    }

    /** The path of these raw bytes, which may be hostile. */
    public static TreePath parse(ByteString bytes) throws FormatException {
        return parse(bytes.toByteArray());
    }

    /** The path that a caller wrote as {@link EscapedText}, which may be hostile. */
    public static TreePath parseText(String text) throws FormatException {
        return parse(EscapedText.parse(text));
    }

    /** The path that this text spells in UTF-8, percent signs and all. */
    public static TreePath of(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var fault = fault(bytes);
        if (fault != null) {
            throw new IllegalArgumentException("Not a path in a tree (" + fault + "): " + display(bytes));
        }
        return new TreePath(bytes);
    }

    /** The path of the entry with this name in the directory that this path names. */
    public TreePath resolve(byte[] name) throws FormatException {
        if (bytes.length == 0) {
            return parse(name);
        }
        var joined = Arrays.copyOf(bytes, bytes.length + 1 + name.length);
        joined[bytes.length] = '/';
        System.arraycopy(name, 0, joined, bytes.length + 1, name.length);
        return parse(joined);
    }

    /** The directory that holds it; the root's parent is the root. */
    public TreePath parent() {
        return new TreePath(Arrays.copyOf(bytes, parentLength(bytes)));
    }

    /** The last component's bytes; empty for the root. */
    public byte[] name() {
        var parent = parentLength(bytes);
        return Arrays.copyOfRange(bytes, parent == 0 && !contains('/') ? 0 : parent + 1, bytes.length);
    }

    /** Whether this is the root. */
    public boolean isRoot() {
        return bytes.length == 0;
    }

    /** Whether the path is this one or lies below it. */
    public boolean holds(TreePath other) {
        return bytes.length == 0
                || (other.bytes.length >= bytes.length
                        && Arrays.equals(other.bytes, 0, bytes.length, bytes, 0, bytes.length)
                        && (other.bytes.length == bytes.length || other.bytes[bytes.length] == '/'));
    }

    /** The raw bytes, in a new array. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** The raw bytes as records carry them. */
    public ByteString toByteString() {
        return ByteString.copyFrom(bytes);
    }

    /** The path as text without loss, as {@link EscapedText} writes it. */
    public String text() {
        return display(bytes);
    }

    @Override
    public int compareTo(TreePath other) {
        return compare(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreePath path && Arrays.equals(path.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text();
    }

    /** Component order: the slash sorts before every other byte. */
    static int compare(byte[] left, byte[] right) {
        var at = Arrays.mismatch(left, right);
        if (at < 0) {
            return 0;
        }
        if (at == left.length || at == right.length) {
            return Integer.compare(left.length, right.length);
        }
        return Integer.compare(rank(left[at]), rank(right[at]));
    }

    static int parentLength(byte[] path) {
        var at = path.length - 1;
        while (at > 0 && path[at] != '/') {
            at--;
        }
        return Math.max(at, 0);
    }

    static @Nullable String fault(byte[] path) {
        if (path.length > MAX_BYTES) {
            return "longer than " + MAX_BYTES + " bytes";
        }
        var start = 0;
        for (var i = 0; i <= path.length && path.length > 0; i++) {
            if (i < path.length && path[i] == 0) {
                return "NUL in it";
            }
            if (i == path.length || path[i] == '/') {
                var length = i - start;
                if (length == 0) {
                    return "an empty component";
                }
                if (length > MAX_COMPONENT_BYTES) {
                    return "a component of more than " + MAX_COMPONENT_BYTES + " bytes";
                }
                if (path[start] == '.' && (length == 1 || (length == 2 && path[start + 1] == '.'))) {
                    return "a component of dots alone";
                }
                start = i + 1;
            }
        }
        return null;
    }

    private static int rank(byte value) {
        return value == '/' ? 0 : value & 0xFF;
    }

    private boolean contains(char character) {
        for (var value : bytes) {
            if (value == character) {
                return true;
            }
        }
        return false;
    }

    static String display(byte[] bytes) {
        return EscapedText.of(bytes);
    }
}
