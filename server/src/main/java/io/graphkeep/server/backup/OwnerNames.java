package io.graphkeep.server.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The names of this machine's users and groups by number, as they were when a capture began; for people only. */
final class OwnerNames {
    private static final int MOST_BYTES = 16 << 20;
    private static final int LONGEST_NAME = 255;

    private final Map<Integer, String> users;
    private final Map<Integer, String> groups;

    private OwnerNames(Map<Integer, String> users, Map<Integer, String> groups) {
        this.users = users;
        this.groups = groups;
    }

    static OwnerNames ofThisMachine() throws IOException {
        return new OwnerNames(read(Path.of("/etc/passwd")), read(Path.of("/etc/group")));
    }

    /** The user's name, or empty where it has none. */
    String user(int number) {
        return users.getOrDefault(number, "");
    }

    String group(int number) {
        return groups.getOrDefault(number, "");
    }

    private static Map<Integer, String> read(Path file) throws IOException {
        var names = new HashMap<Integer, String>();
        if (!Files.isReadable(file) || Files.size(file) > MOST_BYTES) {
            return names;
        }
        // Byte for byte, so that a name in another encoding is no error; such a name is left out.
        for (var line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            var fields = line.split(":", -1);
            if (fields.length >= 3 && fields[2].matches("\\d{1,10}") && isPlain(fields[0])) {
                names.putIfAbsent((int) Long.parseLong(fields[2]), fields[0]);
            }
        }
        return names;
    }

    private static boolean isPlain(String name) {
        return name.length() <= LONGEST_NAME && name.chars().allMatch(c -> c > ' ' && c < 127);
    }
}
