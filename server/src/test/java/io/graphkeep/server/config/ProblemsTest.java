package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
    @TempDir
    Path machine;

    private Operator operator = new Operator(Path.of("/"));

    @BeforeEach
    void aMachine() {
        operator = new Operator(machine);
    }

    @Test
    void allProblemsAreListedAtOnce() throws IOException {
        operator.writes("user/.graphkeep/graphkeep.env", "GRAPHKEEP_LOG_LEVEL=loud\nthis is not a line\n");
        operator.sets("GRAPHKEEP_LISTEN", "0.0.0.0")
                .sets("GRAPHKEEP_RETENSION_DAYS", "7")
                .sets("LIGHTRAG_METRICS_PORT", "many")
                .sets("GRAPHKEEP_DB_USER", "gk")
                .types("--grcp-port", "1", "--db-password", "hunter2", "stray");

        assertThat(operator.failure()).hasMessage("""
            The configuration has 10 problems:
              --grcp-port: is not a flag of this command. Did you mean --grpc-port?
              --db-password: is a secret, and every user of this machine can read the arguments of a process: put it into a file and name that with --db-password-file, or set GRAPHKEEP_DB_PASSWORD.
              an argument: is no flag; flags look like --grpc-port 50051.
              %1$s/graphkeep.env:2: is neither KEY=value nor a comment.
              GRAPHKEEP_HTTP_PORT: "many" (from the environment, LIGHTRAG_METRICS_PORT) must be a port from 0 to 65535, where 0 takes any free one.
              GRAPHKEEP_LOG_LEVEL: "loud" (GRAPHKEEP_LOG_LEVEL at %1$s/graphkeep.env:1) must be trace, debug, info, warn or error.
              GRAPHKEEP_RETENSION_DAYS: is not a key of Graphkeep. Did you mean GRAPHKEEP_RETENTION_DAYS?
              GRAPHKEEP_LISTEN: 0.0.0.0 can be reached from other machines, and there is no TLS: set GRAPHKEEP_TLS_CERT and GRAPHKEEP_TLS_KEY; or set GRAPHKEEP_PLAINTEXT=true if something else protects the network.
              GRAPHKEEP_ROOTS: must be set, for 0.0.0.0 can be reached from other machines: the directories that graphs may be read from and restored to.
              GRAPHKEEP_DB_USER: is set and GRAPHKEEP_DB_URL is not: name the database, or unset this to use the embedded one.\
            """.formatted(operator.home()));
    }

    @ParameterizedTest
    @CsvSource({
        "GRAPHKEEP_PORT, GRAPHKEEP_GRPC_PORT",
        "GRAPHKEEP_GPRC_PORT, GRAPHKEEP_GRPC_PORT",
        "GRAPHKEEP_DB_PASWORD, GRAPHKEEP_DB_PASSWORD",
        "GRAPHKEEP_BACKUP_STORAGE, GRAPHKEEP_STORE",
        "GRAPHKEEP_METRICS_PORT, GRAPHKEEP_HTTP_PORT",
        "GRAPHKEEP_AUTO_BACKUP_INTERVAL, GRAPHKEEP_BACKUP_INTERVAL",
        "GRAPHKEEP_TLSCERT, GRAPHKEEP_TLS_CERT"
    })
    void anUnknownNameStopsTheStartAndSuggestsTheNearest(String unknown, String nearest) {
        operator.sets(unknown, "1");

        assertThat(operator.problems())
                .containsExactly(unknown + ": is not a key of Graphkeep. Did you mean " + nearest + "?");
    }

    @Test
    void anUnknownNameThatIsNearNothingSuggestsNothing() {
        operator.sets("GRAPHKEEP_XYZZY_QUUX", "1");

        assertThat(operator.problems()).containsExactly("GRAPHKEEP_XYZZY_QUUX: is not a key of Graphkeep.");
    }

    @Test
    void anUnknownNameInAFileIsToldWithItsLine() throws IOException {
        operator.writes("user/.graphkeep/graphkeep.env", "\nOPENAI_API_KEY=x\nGRAPHKEEP_COLOUR=x\n");

        assertThat(operator.problems())
                .containsExactly(
                        "GRAPHKEEP_COLOUR: is not a key of Graphkeep (at " + operator.home() + "/graphkeep.env:3).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRAPHKEEP_SERVER",
                "GRAPHKEEP_CONTEXT",
                "GRAPHKEEP_TOKEN",
                "GRAPHKEEP_TOKEN_FILE",
                "GRAPHKEEP_CA",
                "GRAPHKEEP_CERT",
                "GRAPHKEEP_CERT_KEY",
                "GRAPHKEEP_JAVA_HOME",
                "GRAPHKEEP_JAVA_OPTS"
            })
    void aNameOfTheCommandLineIsKnown(String name) {
        operator.sets(name, "anything");

        assertThat(operator.starts().warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GRAPHKEEP_SERVICE_HOST, 10.0.0.1",
        "GRAPHKEEP_SERVICE_PORT, 50051",
        "GRAPHKEEP_SERVICE_PORT_GRPC, 50051",
        "GRAPHKEEP_PORT, tcp://10.0.0.1:50051",
        "GRAPHKEEP_PORT_50051_TCP, tcp://10.0.0.1:50051",
        "GRAPHKEEP_PORT_50051_TCP_PROTO, tcp",
        "GRAPHKEEP_PORT_50051_TCP_PORT, 50051",
        "GRAPHKEEP_PORT_50051_TCP_ADDR, 10.0.0.1",
        "GRAPHKEEP_GRPC_SERVICE_HOST, 10.0.0.1",
        "GRAPHKEEP_GRPC_PORT_50051_TCP_ADDR, 10.0.0.1",
        "GRAPHKEEP_DB_PORT, tcp://10.0.0.1:5432"
    })
    void whatKubernetesSetsForAServiceIsIgnored(String name, String text) {
        operator.sets(name, text);

        assertThat(operator.config().network().grpcPort()).isEqualTo(50051);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GRAPHKEEP_GRPC_PORT", "GRAPHKEEP_HTTP_PORT"})
    void aPortThatKubernetesSetIsExplained(String name) {
        operator.sets(name, "tcp://10.0.0.1:50051");

        assertThat(operator.problems())
                .singleElement()
                .asString()
                .startsWith(name)
                .contains("comes from Kubernetes")
                .contains("enableServiceLinks: false");
    }

    @Test
    void flagsThatLackAValueOrRepeatAreTold() {
        operator.types("--node", "--http-port", "1", "--http-port=2", "--store");

        assertThat(operator.problems())
                .containsExactly(
                        "--node: takes a value: --node VALUE.",
                        "--http-port: is given twice.",
                        "--store: takes a value: --store VALUE.");
    }

    @Test
    void aValueIsShownOnOneLineShortAndWithoutCredentials() {
        operator.sets("GRAPHKEEP_NODE", "a\nb" + "x".repeat(500)).sets("GRAPHKEEP_STORE", "s3://id:geheim@bucket/x");

        assertThat(operator.problems()).hasSize(2).allMatch(line -> line.length() < 250 && !line.contains("\n"));
        assertThat(operator.failure()).hasMessageContaining("s3://***@bucket/x").hasMessageNotContaining("geheim");
    }

    @Test
    void otherVariablesOfTheFirstVersionsUsersAreLeftAlone() {
        operator.sets("LIGHTRAG_API_KEY", "secret").sets("LIGHTRAG_KV_STORAGE", "JsonKVStorage");

        assertThat(operator.starts().warnings()).isEmpty();
    }
}
