package io.graphkeep.server;

import io.graphkeep.server.backup.Uptime;
import io.graphkeep.server.catalog.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The uptime of a Linux kernel, which counts while the machine sleeps; elsewhere that of this process, which need not. */
final class SystemUptime implements Uptime {
    private static final Path UPTIME = Path.of("/proc/uptime");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final boolean known;
    private final String boot;

    SystemUptime(Ids ids) {
        this.known = Files.isReadable(UPTIME) && Files.isReadable(BOOT);
        this.boot = known ? read(BOOT) : ids.next().toString();
    }

    @Override
    public String boot() {
        return boot;
    }

    @Override
    public Duration now() {
        if (!known) {
            return Duration.ofNanos(System.nanoTime());
        }
        var seconds = read(UPTIME).split(" ", 2)[0];
        return Duration.ofMillis((long) (Double.parseDouble(seconds) * 1000));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalStateException("The kernel does not tell " + file, e);
        }
    }
}
