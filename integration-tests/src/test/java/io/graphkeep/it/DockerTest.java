package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image and the composition, read and tried as far as that goes without an engine to build them. */
class DockerTest {
    private static final Pattern KEY = Pattern.compile("(?m)^\\| `(GRAPHKEEP_[A-Z0-9_]+)` \\|(?: `([^`|]*)`)?");
    private static final Pattern SETTING = Pattern.compile("(GRAPHKEEP_[A-Z0-9_]+)=(\\S+)");
    private static final Pattern COMPOSED = Pattern.compile("(?m)^ +(GRAPHKEEP_[A-Z0-9_]+): (\\S+)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final String IMAGE_TOP = "/opt/graphkeep";

    @TempDir
    Path temporary;

    private final List<Path> links = new ArrayList<>();

    @AfterEach
    void removeLinks() throws IOException {
        for (var link : links) {
            Files.delete(link);
        }
    }

    @Test
    void everyKeyIsOneThatTheConfigurationKnows() throws IOException {
        var known = defaults().keySet();

        assertThat(image()).isNotEmpty();
        assertThat(known).containsAll(image().keySet());
        assertThat(composed()).isNotEmpty();
        assertThat(known).containsAll(composed().keySet());
        for (var mentioned : Pattern.compile("GRAPHKEEP_[A-Z0-9_]+")
                .matcher(read("docker/Dockerfile") + read("docker/compose.yaml"))
                .results()
                .map(MatchResult::group)
                .toList()) {
            assertThat(known).contains(mentioned);
        }
    }

    @Test
    void portsAreTheDefaults() throws IOException {
        var grpc = defaults().get("GRAPHKEEP_GRPC_PORT");
        var http = defaults().get("GRAPHKEEP_HTTP_PORT");

        assertThat(instruction("EXPOSE").split(" ", -1)).containsExactly(grpc, http);
        assertThat(image()).containsEntry("GRAPHKEEP_GRPC_PORT", grpc).containsEntry("GRAPHKEEP_HTTP_PORT", http);
        assertThat(read("docker/compose.yaml"))
                .contains("- \"127.0.0.1:" + grpc + ":" + grpc + "\"")
                .contains("- \"127.0.0.1:" + http + ":" + http + "\"");
    }

    @Test
    void volumesAreWhereTheServerKeepsAndFindsThings() throws IOException {
        var volumes = quoted(instruction("VOLUME"));

        assertThat(volumes).containsExactly(image().get("GRAPHKEEP_HOME"), image().get("GRAPHKEEP_ROOTS"));
        for (var volume : volumes) {
            assertThat(read("docker/compose.yaml")).contains(":" + volume + "\n");
        }
    }

    @Test
    void theEntryCommandServesWithWhatTheImageHolds() throws IOException {
        var top = unpack();
        var entry = new ArrayList<>(quoted(instruction("ENTRYPOINT")));
        entry.addAll(quoted(instruction("CMD")));
        var settings = new TreeMap<>(image());
        settings.putAll(composed());
        settings.keySet().removeIf(name -> name.startsWith("GRAPHKEEP_DB_"));
        settings.put("GRAPHKEEP_ROOTS", temporary.toString());
        settings.keySet().removeAll(Set.of("GRAPHKEEP_HOME", "GRAPHKEEP_GRPC_PORT", "GRAPHKEEP_HTTP_PORT"));

        assertThat(entry).containsExactly(IMAGE_TOP + "/graphkeep", "server");
        try (var server = ServerProcess.start(
                top.resolve("graphkeep"),
                temporary.resolve("home"),
                settings.entrySet().stream().map(Object::toString).toArray(String[]::new))) {
            assertThat(server.log()).contains("is ready");
            var healthy = new ArrayList<>(quoted(instruction("HEALTHCHECK").replaceFirst(".* CMD ", "")));
            assertThat(healthy.removeFirst()).isEqualTo(entry.getFirst());
            healthy.addFirst(top.resolve("graphkeep").toString());
            Launcher.run(Map.of("GRAPHKEEP_HOME", server.home().toString()), healthy)
                    .expect(0);
            assertThat(server.stop()).isZero();
        }
    }

    /** Puts what the image copies from the build in the places that it has there, and nothing else. */
    private Path unpack() throws IOException {
        var top = temporary.resolve("image");
        for (var copy : instructions("COPY")) {
            if (!copy.startsWith("--from=build ")) {
                continue;
            }
            var words = copy.split(" ", -1);
            var from = Launcher.top().resolve(words[1].replaceFirst("^/src/", ""));
            var to = top.resolve(words[2]);
            var target = words[2].endsWith("/") ? to.resolve(from.getFileName()) : to;
            assertThat(from).exists();
            Files.createDirectories(target.getParent());
            if (Files.isDirectory(from) || from.toString().endsWith(".jar")) {
                links.add(Files.createSymbolicLink(target, from));
            } else {
                Files.copy(from, target);
            }
        }
        return top;
    }

    private static Map<String, String> defaults() throws IOException {
        return KEY.matcher(read("docs/configuration.md"))
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1), found -> found.group(2) == null ? "" : found.group(2)));
    }

    private static Map<String, String> image() throws IOException {
        return settings(SETTING, instruction("ENV"));
    }

    private static Map<String, String> composed() throws IOException {
        return settings(COMPOSED, read("docker/compose.yaml").replace("\"", ""));
    }

    private static Map<String, String> settings(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    private static List<String> quoted(String text) {
        return QUOTED.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** The arguments of the last instruction of this name. */
    private static String instruction(String name) throws IOException {
        return instructions(name).getLast();
    }

    private static List<String> instructions(String name) throws IOException {
        return read("docker/Dockerfile")
                .replaceAll("(?m)^#.*\n", "")
                .replaceAll("\\\\\n\\s*", "")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    private static String read(String file) throws IOException {
        return Files.readString(Launcher.top().resolve(file));
    }
}
