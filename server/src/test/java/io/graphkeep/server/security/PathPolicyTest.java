package io.graphkeep.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPolicyTest {
    private static final Principal ADMIN = principal(Role.ADMIN);
    private static final Principal OPERATOR = principal(Role.OPERATOR);

    @TempDir
    private Path temporary;

    private Path top;
    private PathPolicy policy;

    @BeforeEach
    void layOut() throws IOException {
        top = temporary.toRealPath();
        for (var directory : List.of("roots/a/books", "roots/home/store", "roots2/b", "outside/secret", "elsewhere")) {
            Files.createDirectories(top.resolve(directory));
        }
        Files.writeString(top.resolve("roots/a/file"), "text");
        Files.createSymbolicLink(top.resolve("roots/a/out"), top.resolve("outside"));
        Files.createSymbolicLink(top.resolve("roots/a/home-link"), top.resolve("roots/home"));
        Files.createSymbolicLink(top.resolve("roots/a/dangling"), top.resolve("outside/not-there"));
        Files.createSymbolicLink(top.resolve("elsewhere/in"), top.resolve("roots/a/books"));
        policy = new PathPolicy(
                List.of(top.resolve("roots"), top.resolve("roots2")),
                List.of(top.resolve("roots/home"), top.resolve("roots/home/store"), top.resolve("keys-to-come")),
                true);
    }

    @ParameterizedTest(name = "source {0} -> {1}")
    @CsvSource({
        "roots/a/books, roots/a/books",
        "roots/a, roots/a",
        "roots2, roots2",
        "elsewhere/in, roots/a/books",
    })
    void aSourceUnderARootIsResolved(String named, String resolved) {
        assertThat(policy.source(top + "/" + named, OPERATOR)).isEqualTo(top.resolve(resolved));
    }

    @ParameterizedTest(name = "source {0} -> {1}")
    @CsvSource({
        "outside/secret, PATH_NOT_ALLOWED",
        "outside/not-there, PATH_NOT_ALLOWED",
        "roots/a/out/secret, PATH_NOT_ALLOWED",
        "roots/a/out, PATH_NOT_ALLOWED",
        "roots/a/dangling, PATH_NOT_ALLOWED",
        "roots/a/dangling/below, PATH_NOT_ALLOWED",
        "roots/home, PATH_NOT_ALLOWED",
        "roots/home/store, PATH_NOT_ALLOWED",
        "roots/home/store/packs, PATH_NOT_ALLOWED",
        "roots/a/home-link, PATH_NOT_ALLOWED",
        "roots/a/home-link/store, PATH_NOT_ALLOWED",
        "roots, PATH_NOT_ALLOWED",
        "'', PATH_NOT_ALLOWED",
        "roots3, PATH_NOT_ALLOWED",
        "keys-to-come, PATH_NOT_ALLOWED",
        "roots/a/../../outside, INVALID_ARGUMENT",
        "roots/a/not-there, SOURCE_NOT_FOUND",
        "roots/a/file, SOURCE_NOT_FOUND",
        "roots/a/file/below, SOURCE_NOT_FOUND",
    })
    void aSourceThatIsNotAllowedIsRefusedWhoeverAsks(String named, Reason reason) {
        assertThat(reason(() -> policy.source(top + "/" + named, ADMIN))).isEqualTo(reason);
    }

    @ParameterizedTest(name = "destination {0} -> {1}")
    @CsvSource({
        "roots/a/new, roots/a/new",
        "roots/a/new/deeper, roots/a/new/deeper",
        "elsewhere/in/new, roots/a/books/new",
    })
    void aNewDestinationIsJudgedByItsNearestParent(String named, String resolved) {
        assertThat(policy.destination(top + "/" + named, OPERATOR)).isEqualTo(top.resolve(resolved));
    }

    @ParameterizedTest(name = "destination {0}")
    @CsvSource({"outside/new", "roots/a/out/new", "roots/home/new", "roots/a/home-link/new", "roots2", "roots"})
    void aDestinationThatIsNotAllowedIsRefused(String named) {
        assertThat(reason(() -> policy.destination(top + "/" + named, ADMIN))).isEqualTo(Reason.PATH_NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({"relative/path", "''", "./here"})
    void aPathMustBeAbsolute(String named) {
        assertThat(reason(() -> policy.source(named, ADMIN))).isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void aPathWithNulIsRefused() {
        assertThat(reason(() -> policy.source(top + "/roots/a\0b", ADMIN))).isEqualTo(Reason.INVALID_ARGUMENT);
    }

    @Test
    void withoutRootsOnlyAnAdminNamesPaths() {
        var open = new PathPolicy(List.of(), List.of(top.resolve("roots/home")), true);

        assertThat(open.source(top + "/outside", ADMIN)).isEqualTo(top.resolve("outside"));
        assertThat(reason(() -> open.source(top + "/outside", OPERATOR))).isEqualTo(Reason.PATH_NOT_ALLOWED);
        assertThat(reason(() -> open.source(top + "/roots/home", ADMIN))).isEqualTo(Reason.PATH_NOT_ALLOWED);
        assertThat(reason(() -> open.source("/", ADMIN))).isEqualTo(Reason.PATH_NOT_ALLOWED);
    }

    @Test
    void withoutRootsNobodyNamesPathsBeyondLoopback() {
        var open = new PathPolicy(List.of(), List.of(), false);

        assertThat(reason(() -> open.source(top + "/outside", ADMIN))).isEqualTo(Reason.PATH_NOT_ALLOWED);
    }

    @Test
    void aRefusalDoesNotTellWhetherThePathExists() {
        assertThatThrownBy(() -> policy.source(top + "/outside/secret", ADMIN))
                .hasMessage(messageOf(() -> policy.source(top + "/outside/not-there", ADMIN))
                        .replace("not-there", "secret"));
    }

    private static Principal principal(Role role) {
        return new Principal(new UUID(1, 1), role.name(), role, Scopes.all(), null);
    }

    private static Reason reason(Runnable call) {
        return failure(call).reason();
    }

    private static String messageOf(Runnable call) {
        return failure(call).sentence();
    }

    private static GraphkeepException failure(Runnable call) {
        try {
            call.run();
        } catch (GraphkeepException e) {
            return e;
        }
        throw new AssertionError("Not refused");
    }
}
