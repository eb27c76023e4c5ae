package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What only whole processes show of the command line: where its output goes, and which Java runs it. */
@ExtendWith(SharedServers.class)
class CommandLineTest {
    @TempDir
    Path temporary;

    private final ServerProcess server;

    CommandLineTest(SharedServer shared) {
        server = shared.process();
    }

    @Test
    void anAnswerThatTheDiskDoesNotTakeIsAFailure() {
        var list = shell("graph list -o json > /dev/full").expect(1);
        var key = shell("key export --stdout > /dev/full").expect(1);

        assertThat(list.err()).contains("could not be written");
        assertThat(key.err()).contains("does not count as exported");
    }

    @Test
    void aReaderThatClosesThePipeEarlyIsNoFailure() {
        var closed = shell("graph list -q > >(exec true)").expect(0);

        assertThat(closed.err()).isEmpty();
    }

    @Test
    void aJavaHomeThatIsNoneIsRefusedInOneSentence() throws Exception {
        var old = Files.createDirectories(temporary.resolve("jdk-17"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.9\"\n");

        var missing = Launcher.graphkeep(Map.of("GRAPHKEEP_JAVA_HOME", "/nowhere"), "version");
        var tooOld = Launcher.graphkeep(Map.of("GRAPHKEEP_JAVA_HOME", old.toString()), "version");

        assertThat(missing.expect(1).err()).contains("GRAPHKEEP_JAVA_HOME is /nowhere, where there is no JDK");
        assertThat(tooOld.expect(1).err()).contains("where there is Java 17.0.9");
    }

    @Test
    void aJdkThatOnlyThePathHasIsFound() throws Exception {
        var shim = Files.createDirectories(temporary.resolve("bin")).resolve("java");
        Files.writeString(shim, "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' \"$@\"\n");
        assertThat(shim.toFile().setExecutable(true)).isTrue();
        var finder = temporary.resolve("find-jdk");
        Files.writeString(
                finder,
                Files.readString(Launcher.top().resolve("build/find-jdk"))
                        .replace("/usr/lib/jvm/*", "/nowhere/*")
                        .replace("/opt/j", "/nowhere/j"));

        var found = Launcher.run(
                Map.of(
                        "PATH",
                        shim.getParent() + ":/usr/bin:/bin",
                        "HOME",
                        temporary.toString(),
                        "JAVA_HOME",
                        "",
                        "GRAPHKEEP_JAVA_HOME",
                        ""),
                List.of("bash", finder.toString()));

        assertThat(found.expect(0).out().strip()).isEqualTo(System.getProperty("java.home"));
    }

    private Launcher.Result shell(String command) {
        return Launcher.run(
                Map.of("GRAPHKEEP_HOME", server.home().toString()),
                List.of("bash", "-c", "'" + Launcher.top() + "/graphkeep' " + command));
    }
}
