package io.graphkeep.server.config;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** What the configuration may know of the process and its machine; tests bring their own. */
public record Surroundings(
        Map<String, String> environment, Path userHome, Path workingDirectory, String hostName, int processors) {

    public static Surroundings ofThisProcess() {
        return new Surroundings(
                System.getenv(),
                userHome(System.getenv().getOrDefault("HOME", ""), System.getProperty("user.home", "")),
                Path.of("").toAbsolutePath(),
                ownHostName(),
                Runtime.getRuntime().availableProcessors());
    }

    /** The environment holds secrets, so this tells only how large it is. */
    @Override
    public String toString() {
        return "Surroundings[" + environment.size() + " variables, " + userHome + ", " + workingDirectory + ", "
                + hostName + ", " + processors + " processors]";
    }

    /**
     * What the shell's {@code ~} means: HOME. Java knows the user's entry in the machine's list alone, and says {@code ?} where
     * there is none, as in a container with any uid.
     */
    static Path userHome(String variable, String property) {
        return Stream.of(variable, property)
                .filter(path -> path.startsWith("/"))
                .map(Path::of)
                .findFirst()
                .orElse(Path.of("/"));
    }

    private static String ownHostName() {
        try {
            var name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IOException notLinux) {
            // Other systems have no such file; the resolver below knows their name.
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException nameless) {
            return "localhost";
        }
    }
}
