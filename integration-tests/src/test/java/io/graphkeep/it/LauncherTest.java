package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher runs programs from: a tree of its own, with empty jars and a Java that only tells what it was given. */
@Timeout(60)
class LauncherTest {
    private static final String JAVA = """
        #!/bin/bash
        case $* in *-XX:AOTCacheOutput=*) exit ;; esac # recording a start, on which nothing depends
        while [ $# -gt 0 ]; do
          [ "$1" = -cp ] && IFS=: && for jar in $2; do echo "$jar $(cat "$jar")"; done
          shift
        done
        [ "$TELL" = then-stay ] && read -r _
        exit 0
        """;

    @TempDir
    Path top;

    @BeforeEach
    void makeTree() throws IOException {
        for (var file : List.of("graphkeep", "build/find-jdk")) {
            var copy = top.resolve(file);
            Files.createDirectories(copy.getParent());
            Files.copy(Launcher.top().resolve(file), copy);
            assertThat(copy.toFile().setExecutable(true)).isTrue();
        }
        for (var module : List.of("proto", "client", "server")) {
            Files.createDirectories(top.resolve(module).resolve("src/main"));
            old(Files.createFile(top.resolve(module).resolve("pom.xml")));
            Files.createDirectories(top.resolve(module).resolve("target/lib"));
        }
        old(Files.createFile(top.resolve("pom.xml")));
        var java = top.resolve("jdk/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(top.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        Files.writeString(java, JAVA);
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void whatAServerRunsFromIsLeftAloneByLaterBuildsUntilItHasEnded() throws Exception {
        build("first");
        var server = Launcher.builder(environment("then-stay"), command("server"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var told = server.inputReader()) {
            var serverJar = jar(told.readLine());
            assertThat(Files.readString(serverJar)).isEqualTo("first");

            build("second");
            var second =
                    Launcher.run(environment("at-once"), command("version")).expect(0);
            assertThat(second.out()).contains(" second");
            assertThat(Files.readString(serverJar)).isEqualTo("first");

            server.getOutputStream().close();
            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
            build("third");
            var third = Launcher.run(environment("at-once"), command("version")).expect(0);
            assertThat(third.out()).contains(" third");
            assertThat(serverJar).doesNotExist();
            assertThat(jar(second.out())).doesNotExist();
            assertThat(jar(third.out())).exists();
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void inAnImageTheJarsThemselvesAreRun() throws IOException {
        build("only");
        Files.delete(top.resolve("server/src/main"));
        Files.delete(top.resolve("server/src"));

        var told = Launcher.run(environment("at-once"), command("version")).expect(0);

        assertThat(jar(told.out()).getParent())
                .isEqualTo(top.resolve("client/target").toRealPath());
    }

    /** As Maven does it: over what is there. */
    private void build(String content) throws IOException {
        for (var module : List.of("client", "server")) {
            for (var jar : List.of("graphkeep-" + module + "-0.1.0.jar", "lib/graphkeep-proto-0.1.0.jar")) {
                Files.writeString(top.resolve(module).resolve("target").resolve(jar), content);
            }
        }
    }

    private Map<String, String> environment(String tell) {
        return Map.of("GRAPHKEEP_JAVA_HOME", top.resolve("jdk").toString(), "TELL", tell);
    }

    private List<String> command(String name) {
        return List.of(top.resolve("graphkeep").toString(), name);
    }

    /** The first jar that was told. */
    private static Path jar(String told) {
        return Path.of(told.split(" ", 2)[0]);
    }

    /** Sources are older than any build. */
    private static void old(Path source) throws IOException {
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
    }
}
