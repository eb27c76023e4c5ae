package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecedenceTest {
    @TempDir
    Path machine;

    private Operator operator = new Operator(Path.of("/"));

    @BeforeEach
    void aMachine() {
        operator = new Operator(machine);
    }

    @Test
    void aFlagWinsOverAllElse() throws IOException {
        operator.writes("user/.graphkeep/graphkeep.env", "GRAPHKEEP_HTTP_PORT=4\n");
        operator.sets("LIGHTRAG_METRICS_PORT", 3).sets("GRAPHKEEP_HTTP_PORT", 2).types("--http-port", "1");

        assertThat(operator.config().network().httpPort()).isEqualTo(1);
    }

    @Test
    void theEnvironmentWinsOverTheFirstVersionsNameAndTheFile() throws IOException {
        operator.writes("user/.graphkeep/graphkeep.env", "GRAPHKEEP_HTTP_PORT=4\n");
        operator.sets("LIGHTRAG_METRICS_PORT", 3).sets("GRAPHKEEP_HTTP_PORT", 2);

        assertThat(operator.config().network().httpPort()).isEqualTo(2);
    }

    @Test
    void theFirstVersionsNameInTheEnvironmentWinsOverTheFile() throws IOException {
        operator.writes("user/.graphkeep/graphkeep.env", "GRAPHKEEP_HTTP_PORT=4\n");
        operator.sets("LIGHTRAG_METRICS_PORT", 3);

        assertThat(operator.config().network().httpPort()).isEqualTo(3);
    }

    @Test
    void inAFileTheNewNameWinsOverTheFirstVersions() throws IOException {
        operator.writes("user/.graphkeep/graphkeep.env", "GRAPHKEEP_HTTP_PORT=4\nLIGHTRAG_METRICS_PORT=5\n");

        assertThat(operator.config().network().httpPort()).isEqualTo(4);
    }

    @Test
    void aBadValueThatAnotherOverridesDoesNotStopTheStart() {
        operator.sets("GRAPHKEEP_GRPC_PORT", "tcp://10.0.0.1:50051").types("--grpc-port", "0");

        assertThat(operator.config().network().grpcPort()).isZero();
    }

    @Test
    void theFileIsFoundInTheHomeThatAFlagNames() throws IOException {
        operator.writes("elsewhere/graphkeep.env", "GRAPHKEEP_NODE=found\n");
        operator.sets("GRAPHKEEP_HOME", operator.path("wrong")).types("--home", operator.path("elsewhere") + "/");

        assertThat(operator.config().node()).isEqualTo("found");
        assertThat(operator.config().home().directory()).isEqualTo(operator.path("elsewhere"));
    }

    @Test
    void aFileThatIsNamedIsReadInsteadOfTheOneInTheHome() throws IOException {
        operator.writes("user/.graphkeep/graphkeep.env", "GRAPHKEEP_NODE=usual\n");
        var named = operator.writes("named.env", "GRAPHKEEP_HTTP_PORT=5\n");
        operator.types("--config", named.toString());

        assertThat(operator.config().node()).isEqualTo("node-7");
        assertThat(operator.config().network().httpPort()).isEqualTo(5);
    }

    @Test
    void aFileThatIsNamedMayNameTheHome() throws IOException {
        var named = operator.writes("named.env", "GRAPHKEEP_HOME=~/home-of-its-own\n");
        operator.sets("GRAPHKEEP_CONFIG", named);

        assertThat(operator.config().home().directory()).isEqualTo(operator.path("user/home-of-its-own"));
        assertThat(operator.config().store().url().directory()).isEqualTo(operator.path("user/home-of-its-own/store"));
    }

    @Test
    void aFileInTheHomeMayNotNameAnotherHome() throws IOException {
        operator.writes("user/.graphkeep/graphkeep.env", "GRAPHKEEP_HOME=/elsewhere\n");

        assertThat(operator.problems())
                .singleElement()
                .asString()
                .startsWith("GRAPHKEEP_HOME: names another home at " + operator.home());
    }

    @Test
    void aFileMayNotNameAFile() throws IOException {
        operator.writes("user/.graphkeep/graphkeep.env", "GRAPHKEEP_CONFIG=/another.env\n");

        assertThat(operator.problems()).singleElement().asString().contains("belongs into the environment");
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        operator.sets("GRAPHKEEP_CONFIG", operator.path("missing.env"));

        assertThat(operator.problems())
                .containsExactly(
                        operator.path("missing.env") + ": cannot be read as a configuration file: it is not there.");
    }

    @Test
    void aFileThatIsNoTextOrFarTooLargeIsRefused() throws IOException {
        var file = Files.write(operator.writes("my.env", ""), new byte[] {'A', '=', (byte) 0xFF});
        operator.sets("GRAPHKEEP_CONFIG", file);
        assertThat(operator.problems()).containsExactly(file + ": is not text in UTF-8.");

        operator.writes("my.env", "#".repeat((1 << 20) + 1));
        assertThat(operator.problems()).containsExactly(file + ": is larger than 1 MiB and so no configuration file.");
    }

    @Test
    void theUsersHomeIsWhatTheShellTakesForIt() {
        assertThat(Surroundings.userHome("/home/a", "/home/b")).isEqualTo(Path.of("/home/a"));
        assertThat(Surroundings.userHome("", "/home/b")).isEqualTo(Path.of("/home/b"));
        assertThat(Surroundings.userHome("", "?")).isEqualTo(Path.of("/"));
    }

    @Test
    void aFlagThatIsTrueOrFalseMayStandAlone() throws IOException {
        operator.makes("rag");
        operator.types("--plaintext", "--listen", "0.0.0.0", "--roots=" + operator.path("rag"), "--demo");

        assertThat(operator.config().network().plaintext()).isTrue();
        assertThat(operator.config().demo()).isTrue();
    }

    @Test
    void aFlagThatIsTrueOrFalseMayHaveAValue() {
        operator.types("--metrics-open", "no", "--backup-enabled=off");

        assertThat(operator.config().access().metricsOpen()).isFalse();
        assertThat(operator.config().switches().isOn(Switch.BACKUP)).isFalse();
        assertThat(operator.config().switches().isOn(Switch.RECOVERY)).isTrue();
    }
}
