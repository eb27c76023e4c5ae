package io.graphkeep.server.backup.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The extended attributes of one file that belong to its users, those in the name space {@code user.}, in the order of
 * their names.
 *
 * <p>Bounded: what is beyond {@link #MOST_BYTES} in sum is left out, and {@code whole} says so.
 */
public record ExtendedAttributes(List<Attribute> list, boolean whole) {
    /** Most bytes of names and values together. */
    public static final int MOST_BYTES = 128 * 1024;

    private static final String SPACE = "user.";

    /** One attribute, its name as the kernel has it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Attribute(String name, byte[] value) {}

    public static final ExtendedAttributes NONE = new ExtendedAttributes(List.of(), true);

    static ExtendedAttributes of(int fd) throws SystemCallException {
        byte[] names;
        try {
            names = Libc.attributeNames(fd);
        } catch (SystemCallException e) {
            if (e.isUnsupported()) {
                return NONE;
            }
            throw e;
        }
        return names.length == 0 ? NONE : read(fd, names);
    }

    private static ExtendedAttributes read(int fd, byte[] names) throws SystemCallException {
        var list = new ArrayList<Attribute>();
        var room = MOST_BYTES;
        var whole = true;
        // A name that is not UTF-8 cannot be carried: the look-up under its replacement fails, and whole is false.
        for (var name : new String(names, StandardCharsets.UTF_8).split("\0", -1)) {
            if (!name.startsWith(SPACE)) {
                continue;
            }
            try {
                var value = Libc.attribute(fd, name.getBytes(StandardCharsets.UTF_8));
                room -= name.length() + value.length;
                whole &= room >= 0;
                if (room >= 0) {
                    list.add(new Attribute(name, value));
                }
            } catch (SystemCallException e) {
                whole &= e.isAttributeGone() && name.indexOf('\uFFFD') < 0;
            }
        }
        list.sort((a, b) -> a.name().compareTo(b.name()));
        return new ExtendedAttributes(List.copyOf(list), whole);
    }
}
