package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.ListGraphsResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextCommandsTest extends WithAnsweringServer {
    @TempDir
    Path config;

    @Test
    void aContextInUseNamesTheServerAndItsToken() throws IOException {
        server.answers("ListGraphs", ListGraphsResponse.getDefaultInstance());
        assertThat(run("context", "add", "here", "--server", address(), "--token-file", token(), "--use")
                        .exitCode())
                .isZero();

        var listed = run("graph", "list");

        assertThat(listed.exitCode()).as(listed.err()).isZero();
    }

    @Test
    void aFlagCountsBeforeTheEnvironmentAndThatBeforeTheContextInUse() {
        run("context", "add", "here", "--server", address(), "--token-file", token());
        run("context", "add", "dead", "--server", "127.0.0.1:1", "--token-file", token(), "--use");
        server.answers("ListGraphs", ListGraphsResponse.getDefaultInstance())
                .answers("ListGraphs", ListGraphsResponse.getDefaultInstance())
                .answers("ListGraphs", ListGraphsResponse.getDefaultInstance())
                .answers("ListGraphs", ListGraphsResponse.getDefaultInstance());

        assertThat(run("graph", "list").exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(run(Map.of("GRAPHKEEP_CONTEXT", "here"), "graph", "list").exitCode())
                .isZero();
        assertThat(run(Map.of("GRAPHKEEP_SERVER", address(), "GRAPHKEEP_TOKEN", "gk_x"), "graph", "list")
                        .exitCode())
                .isZero();
        assertThat(run("graph", "list", "--context", "here").exitCode()).isZero();
        assertThat(run(Map.of("GRAPHKEEP_SERVER", "127.0.0.1:1"), "graph", "list", "--context", "here")
                        .exitCode())
                .isZero();
    }

    @Test
    void aTokenOfAContextIsForItsServerAlone() {
        run("context", "add", "here", "--server", address(), "--token-file", token(), "--use");

        var elsewhere = run("graph", "list", "--server", "127.0.0.1:1");

        assertThat(elsewhere.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED.number());
        assertThat(elsewhere.err()).contains("No token was given for this server.");
    }

    @Test
    void aTokenThatIsKeptIsInAFileOfItsOwnersAndShownNowhere() throws IOException {
        var before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("gk_hush\n".getBytes(StandardCharsets.UTF_8)));
            run("context", "add", "prod", "--server", "graphkeep.example", "--token-stdin", "--use");
        } finally {
            System.setIn(before);
        }
        var file = config.resolve("graphkeep/contexts");

        assertThat(file).content().contains("token = gk_hush").contains("server = graphkeep.example:50051");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (var shown : new CommandRun[] {
            run("context", "list"),
            run("context", "list", "-o", "json"),
            run("context", "show"),
            run("context", "show", "prod", "-o", "json")
        }) {
            assertThat(shown.exitCode()).isZero();
            assertThat(shown.out() + shown.err()).contains("graphkeep.example").doesNotContain("gk_hush");
        }
    }

    @Test
    void aFileThatOthersMayReadIsNotUsed() throws IOException {
        run("context", "add", "here", "--server", address(), "--token-file", token(), "--use");
        Files.setPosixFilePermissions(
                config.resolve("graphkeep/contexts"), PosixFilePermissions.fromString("rw-r-----"));

        var refused = run("graph", "list");

        assertThat(refused.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED.number());
        assertThat(refused.err()).contains("chmod 600");
    }

    @Test
    void whatIsRemovedIsGoneAndNotInUse() {
        run("context", "add", "here", "--server", address(), "--token-file", token(), "--use");

        assertThat(run("context", "remove", "here").exitCode()).isZero();

        assertThat(run("context", "show").exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(run("context", "use", "here").exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(run("context", "remove", "here").exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
    }

    @Test
    void whatMakesNoSenseIsWrongUsage() {
        var usage = ExitCode.USAGE.number();

        assertThat(run("context", "add", "a b", "--server", address(), "--token-file", token())
                        .exitCode())
                .isEqualTo(usage);
        assertThat(run("context", "add", "x", "--server", "a:b:c", "--token-file", token())
                        .exitCode())
                .isEqualTo(usage);
        assertThat(run("context", "add", "x", "--server", address()).exitCode()).isEqualTo(usage);
        assertThat(run("context", "add", "x", "--server", address(), "--token-file", "/not/there")
                        .exitCode())
                .isEqualTo(usage);
        assertThat(run("context", "use").exitCode()).isEqualTo(usage);
        assertThat(run("graph", "list", "--context", "x", "--server", address()).exitCode())
                .isEqualTo(usage);
    }

    private CommandRun run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private CommandRun run(Map<String, String> variables, String... arguments) {
        var environment = new HashMap<>(variables);
        environment.put("XDG_CONFIG_HOME", config.toString());
        environment.put("HOME", config.resolve("no-home").toString());
        return CommandRun.of(environment, arguments);
    }

    private String address() {
        return server.address();
    }

    private String token() {
        return home.resolve("admin.token").toString();
    }
}
