package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold between keys, and between them and the disk. */
class RulesTest {
    @TempDir
    Path machine;

    private Operator operator = new Operator(Path.of("/"));

    @BeforeEach
    void aMachineWithCertificates() throws IOException {
        operator = new Operator(machine.toRealPath());
        operator.writes("cert.pem", "certificate");
        operator.writes("key.pem", "key");
        operator.makes("rag");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost", "LOCALHOST"})
    void loopbackTakesNeitherTlsNorRoots(String address) {
        operator.sets("GRAPHKEEP_LISTEN", address);

        assertThat(operator.config().network().listen().isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.1.2.3", "graphkeep.internal", "::ffff:10.0.0.1", "localhost.evil.org"})
    void beyondLoopbackTakesTlsAndRoots(String address) {
        operator.sets("GRAPHKEEP_LISTEN", address);

        assertThat(operator.problems())
                .satisfiesExactly(
                        tls -> assertThat(tls)
                                .startsWith("GRAPHKEEP_LISTEN: ")
                                .contains("GRAPHKEEP_TLS_CERT and GRAPHKEEP_TLS_KEY")
                                .contains("GRAPHKEEP_PLAINTEXT=true"),
                        roots -> assertThat(roots).startsWith("GRAPHKEEP_ROOTS: must be set"));
    }

    @Test
    void beyondLoopbackWithTlsAndRootsStarts() {
        withTls().sets("GRAPHKEEP_LISTEN", "0.0.0.0").sets("GRAPHKEEP_ROOTS", operator.path("rag"));

        assertThat(operator.config().network().tls())
                .isEqualTo(new NetworkConfig.Tls(operator.path("cert.pem"), operator.path("key.pem"), null));
        assertThat(operator.starts().warnings()).isEmpty();
    }

    @Test
    void beyondLoopbackInPlaintextStartsWithAWarning() {
        operator.sets("GRAPHKEEP_LISTEN", "0.0.0.0")
                .sets("GRAPHKEEP_PLAINTEXT", "true")
                .sets("GRAPHKEEP_ROOTS", operator.path("rag"));

        assertThat(operator.starts().warnings())
                .containsExactly(
                        "GRAPHKEEP_PLAINTEXT is true: 0.0.0.0 can be reached from other machines, and tokens and"
                                + " data travel unencrypted.");
    }

    @ParameterizedTest
    @CsvSource({"GRAPHKEEP_TLS_CERT, GRAPHKEEP_TLS_KEY", "GRAPHKEEP_TLS_KEY, GRAPHKEEP_TLS_CERT"})
    void aCertificateAndItsKeyGoTogether(String there, String missing) {
        operator.sets(there, operator.path("cert.pem"));

        assertThat(operator.problems())
                .containsExactly(missing + ": must be set, because " + there + " is: TLS takes both.");
    }

    @Test
    void mutualTlsTakesTls() {
        operator.sets("GRAPHKEEP_TLS_CLIENT_CA", operator.path("cert.pem"));

        assertThat(operator.problems()).singleElement().asString().startsWith("GRAPHKEEP_TLS_CLIENT_CA: ");
    }

    @Test
    void aKeyThatDoesNothingYetIsToldToWhoeverSetsIt() {
        operator.sets("GRAPHKEEP_REPLICATION_HEALTH_CHECK_INTERVAL", "10s")
                .sets("LIGHTRAG_RECOVERY_CHECKPOINT_INTERVAL", "24");

        assertThat(operator.starts().warnings())
                .containsExactly("Set, and without effect in this version, because what they are for is not built yet:"
                        + " GRAPHKEEP_REPLICATION_HEALTH_CHECK_INTERVAL (replication targets),"
                        + " GRAPHKEEP_RECOVERY_CHECKPOINT_INTERVAL (recovery groups).");
    }

    @Test
    void tlsAndPlaintextContradictEachOther() {
        withTls().sets("GRAPHKEEP_PLAINTEXT", "true");

        assertThat(operator.problems()).singleElement().asString().contains("only one can be meant");
    }

    @Test
    void filesThatAreNamedMustBeThere() {
        withTls()
                .sets("GRAPHKEEP_TLS_CERT", operator.path("no.pem"))
                .sets("GRAPHKEEP_TLS_CLIENT_CA", operator.path("rag"))
                .sets("GRAPHKEEP_ADMIN_TOKEN_FILE", operator.path("no.token"));

        assertThat(operator.problems())
                .containsExactly(
                        "GRAPHKEEP_TLS_CERT: " + operator.path("no.pem") + " cannot be read: it is not there.",
                        "GRAPHKEEP_TLS_CLIENT_CA: " + operator.path("rag") + " is not a file.",
                        "GRAPHKEEP_ADMIN_TOKEN_FILE: " + operator.path("no.token") + " cannot be read: it is not"
                                + " there.");
    }

    @Test
    void thePortsMustDiffer() {
        operator.sets("GRAPHKEEP_HTTP_PORT", "50051");

        assertThat(operator.problems()).singleElement().asString().startsWith("GRAPHKEEP_HTTP_PORT: 50051 is the port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GRAPHKEEP_GRPC_PORT", "GRAPHKEEP_HTTP_PORT"})
    void channelzTakesAPortOfItsOwn(String other) {
        operator.sets("GRAPHKEEP_CHANNELZ_PORT", "7777").sets(other, "7777");

        assertThat(operator.problems())
                .singleElement()
                .asString()
                .startsWith("GRAPHKEEP_CHANNELZ_PORT: 7777 is " + other + " too");
    }

    @Test
    void allPortsMayBeAnyFreeOne() {
        operator.sets("GRAPHKEEP_HTTP_PORT", "0")
                .sets("GRAPHKEEP_GRPC_PORT", "0")
                .sets("GRAPHKEEP_CHANNELZ_PORT", "0");

        assertThat(operator.config().network().httpPort()).isZero();
        assertThat(operator.config().network().channelzPort()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user/.graphkeep", "user/.graphkeep/sub", "store", "store/packs"})
    void aRootMayNotLieInTheHomeOrTheStore(String root) {
        operator.sets("GRAPHKEEP_STORE", operator.path("store")).sets("GRAPHKEEP_ROOTS", operator.path(root));

        assertThat(operator.problems()).singleElement().asString().contains("from which no graph is ever read");
    }

    @Test
    void aRootThatALinkLeadsIntoTheHomeIsRefusedToo() throws IOException {
        operator.makes("user/.graphkeep/store");
        Files.createSymbolicLink(operator.path("rag/link"), operator.home());
        operator.sets("GRAPHKEEP_ROOTS", operator.path("rag/link/store"));

        assertThat(operator.problems()).singleElement().asString().contains("lies in the home");
    }

    @Test
    void aRootAroundTheHomeIsToldOf() throws IOException {
        operator.makes("user");
        operator.sets("GRAPHKEEP_ROOTS", operator.path("user") + ":" + operator.path("rag"));

        assertThat(operator.starts().warnings())
                .singleElement()
                .asString()
                .contains("contains the home, " + operator.home());
    }

    @Test
    void aRootThatIsNotThereIsToldOf() {
        operator.sets("GRAPHKEEP_ROOTS", operator.path("later"));

        assertThat(operator.starts().warnings()).singleElement().asString().contains("is not a directory now");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "user/.graphkeep", "user/.graphkeep/database/x", "user/.graphkeep/keys"})
    void theStoreHasADirectoryOfItsOwn(String store) {
        operator.sets("GRAPHKEEP_STORE", operator.path(store)).sets("GRAPHKEEP_KEY_FILE", operator.path("my.key"));

        assertThat(operator.problems()).singleElement().asString().contains("give the store a directory of its own");
    }

    @Test
    void theMasterKeyIsGivenOnce() {
        operator.sets("GRAPHKEEP_KEY_FILE", operator.path("my.key")).sets("GRAPHKEEP_MASTER_KEY", "gkm1_x");

        assertThat(operator.problems()).singleElement().asString().contains("which of the two keys is meant");
    }

    @Test
    void theKeyDoesNotLieInTheStore() {
        operator.sets("GRAPHKEEP_KEY_FILE", operator.home().resolve("store/key"));

        assertThat(operator.problems()).singleElement().asString().contains("would have its key");
    }

    @Test
    void theHomeIsADirectory() {
        operator.sets("GRAPHKEEP_HOME", operator.path("cert.pem"));

        assertThat(operator.problems())
                .contains("GRAPHKEEP_HOME: " + operator.path("cert.pem") + " is not a directory.");
    }

    @Test
    void aPasswordInAFlagIsToldOf() {
        operator.types("--db-url", "postgresql://gk:geheim@db/cat");

        assertThat(operator.starts().warnings()).singleElement().asString().contains("--db-url-file");
    }

    @Test
    void aKeyThatStandsTwiceInAFileIsToldOf() throws IOException {
        operator.writes("user/.graphkeep/graphkeep.env", "GRAPHKEEP_NODE=a\nGRAPHKEEP_NODE=b\n");

        assertThat(operator.config().node()).isEqualTo("b");
        assertThat(operator.starts().warnings()).singleElement().asString().contains("stands twice");
    }

    @Test
    void aRuleAboutABadValueIsSilent() {
        operator.sets("GRAPHKEEP_LISTEN", "0.0.0.0")
                .sets("GRAPHKEEP_PLAINTEXT", "perhaps")
                .sets("GRAPHKEEP_ROOTS", "rag");

        assertThat(operator.problems()).hasSize(2);
    }

    private Operator withTls() {
        return operator.sets("GRAPHKEEP_TLS_CERT", operator.path("cert.pem"))
                .sets("GRAPHKEEP_TLS_KEY", operator.path("key.pem"));
    }
}
