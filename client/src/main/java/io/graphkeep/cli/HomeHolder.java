package io.graphkeep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The process that holds the lock on a home, be it a server that does not answer yet or any more.
 *
 * <p>Read from what the system lists as locked: to try the lock would take it from a server that starts at that moment. Where
 * the list does not tell, nobody is said to hold it.
 */
final class HomeHolder {
    private static final Path LOCKS = Path.of("/proc/locks");

    private HomeHolder() {}

    static OptionalLong pid(Path home) {
        var lock = home.resolve("server.lock");
        try {
            var holders = holders(":" + Files.getAttribute(lock, "unix:ino"));
            // The file names its last holder: an inode of the same number may be locked on another disk.
            var last = holders.isEmpty() ? "" : Files.readString(lock).strip();
            return holders.contains(last) ? OptionalLong.of(Long.parseLong(last)) : OptionalLong.empty();
        } catch (IOException | UnsupportedOperationException | NumberFormatException unknown) {
            return OptionalLong.empty();
        }
    }

    /** The pids of lines such as {@code 1: POSIX ADVISORY WRITE 4711 fe:00:10363655 0 EOF} on that inode. */
    private static List<String> holders(String inode) throws IOException {
        try (var held = Files.lines(LOCKS)) {
            return held.map(line -> line.strip().split("\\s+", -1))
                    .filter(words -> words.length > 5 && words[5].endsWith(inode))
                    .map(words -> words[4])
                    .toList();
        }
    }
}
