package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String PASSWORD = "c0rrect-horse";

    @TempDir
    Path machine;

    private Operator operator = new Operator(Path.of("/"));

    @BeforeEach
    void aMachine() {
        operator = new Operator(machine);
    }

    @Test
    void thePasswordReachesTheDatabaseAndNobodyElse() throws IOException {
        operator.sets("GRAPHKEEP_DB_URL", "postgresql://gk@db/cat?sslpassword=" + PASSWORD)
                .sets("GRAPHKEEP_DB_PASSWORD", PASSWORD);

        assertThat(password()).isEqualTo(PASSWORD);
        assertNothingShowsIt();
    }

    @Test
    void theMasterKeyReachesTheStoreAndNobodyElse() throws IOException {
        operator.sets("GRAPHKEEP_MASTER_KEY", PASSWORD);

        var key = operator.starts().server().store().masterKey();

        assertThat(key == null ? "" : key.reveal()).isEqualTo(PASSWORD);
        assertNothingShowsIt();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://gk:c0rrect-horse@db:5432/cat",
                "jdbc:postgresql://db/cat?user=gk&password=c0rrect-horse",
                "jdbc:postgresql://db/cat?password=c0rrect-horse&ssl=true"
            })
    void aPasswordInTheUrlIsTakenOutOfIt(String url) throws IOException {
        operator.sets("GRAPHKEEP_DB_URL", url);

        assertThat(password()).isEqualTo(PASSWORD);
        assertNothingShowsIt();
    }

    @Test
    void aSecretIsReadFromAFileWithoutTheSpaceAroundIt() throws IOException {
        operator.sets("GRAPHKEEP_DB_URL", "postgresql://gk@db/cat")
                .sets("GRAPHKEEP_DB_PASSWORD_FILE", operator.writes("password", " " + PASSWORD + "\n\n"));

        assertThat(password()).isEqualTo(PASSWORD);
        assertThat(operator.setting("GRAPHKEEP_DB_PASSWORD"))
                .isEqualTo(
                        new Setting("GRAPHKEEP_DB_PASSWORD", "***", Source.ENVIRONMENT, "GRAPHKEEP_DB_PASSWORD_FILE"));
        assertNothingShowsIt();
    }

    @Test
    void aSecretsFileMayBeNamedByAFlag() throws IOException {
        operator.writes("url", "postgresql://gk:" + PASSWORD + "@db/cat");
        operator.types("--db-url-file", operator.path("url").toString());

        assertThat(password()).isEqualTo(PASSWORD);
        assertThat(operator.starts().warnings()).isEmpty();
    }

    @Test
    void aSecretAndItsFileTogetherAreAMistake() throws IOException {
        operator.sets("GRAPHKEEP_DB_URL", "postgresql://gk@db/cat")
                .sets("GRAPHKEEP_DB_PASSWORD", "x")
                .sets("GRAPHKEEP_DB_PASSWORD_FILE", operator.writes("password", PASSWORD));

        assertThat(operator.problems())
                .containsExactly(
                        "GRAPHKEEP_DB_PASSWORD: and GRAPHKEEP_DB_PASSWORD_FILE are both set: keep one of them.");
    }

    @Test
    void aSecretsFileMustBeThereAndHoldSomething() throws IOException {
        operator.sets("GRAPHKEEP_DB_URL_FILE", operator.path("missing"))
                .sets("GRAPHKEEP_DB_PASSWORD_FILE", operator.writes("empty", " \n"));

        assertThat(operator.problems())
                .containsExactly(
                        "GRAPHKEEP_DB_URL_FILE: " + operator.path("missing") + " cannot be read: it is not there.",
                        "GRAPHKEEP_DB_PASSWORD_FILE: " + operator.path("empty") + " is empty.");
    }

    @Test
    void aSecretsFileIsNamedByAnAbsolutePath() {
        operator.sets("GRAPHKEEP_DB_URL_FILE", "secret.txt");

        assertThat(operator.problems())
                .containsExactly(
                        "GRAPHKEEP_DB_URL_FILE: \"secret.txt\" must be an absolute path; ~ stands for the user's"
                                + " home.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://gk:c0rrect-horse@db/cat",
                "postgresql://gk:c0rrect-horse/x@db/cat",
                "postgresql://gk:c0rrect-horse@db",
                "postgresql://gk:c0rrect-horse%@db/cat",
                "c0rrect-horse"
            })
    void aBadUrlIsRefusedWithoutBeingShown(String url) throws IOException {
        operator.sets("GRAPHKEEP_DB_URL", url);

        assertThat(operator.problems()).singleElement().asString().startsWith("GRAPHKEEP_DB_URL: its value must be");
        assertNothingShowsIt();
    }

    @Test
    void aSecretInAnUnreadableLineOrAnUnknownKeyIsNotShown() throws IOException {
        operator.writes(
                "user/.graphkeep/graphkeep.env", "password " + PASSWORD + "\nGRAPHKEEP_DB_PASWORD=" + PASSWORD + "\n");
        operator.types("--db-pasword", PASSWORD, "--db-password", PASSWORD, PASSWORD);

        assertThat(operator.problems()).hasSize(5);
        assertNothingShowsIt();
    }

    @Test
    void aSecretShowsItselfOnlyWhenAsked() {
        var secret = new Secret(PASSWORD);

        assertThat(secret).hasToString("***").isEqualTo(new Secret(PASSWORD)).isNotEqualTo(new Secret("other"));
        assertThat(secret.reveal()).isEqualTo(PASSWORD);
    }

    private String password() {
        var external = operator.config().database().external();
        if (external == null || external.password() == null) {
            return fail("no password arrived");
        }
        return external.password().reveal();
    }

    private void assertNothingShowsIt() {
        assertThat(operator.surroundings()).asString().doesNotContain(PASSWORD);
        assertThat(operator.runsConfig()).asString().doesNotContain(PASSWORD);
        assertThat(operator.runsConfig("-o", "json")).asString().doesNotContain(PASSWORD);
        try {
            assertThat(operator.starts()).asString().doesNotContain(PASSWORD);
        } catch (ConfigurationException refused) {
            assertThat(refused).asString().doesNotContain(PASSWORD);
            assertThat(refused.problems()).asString().doesNotContain(PASSWORD);
        }
    }
}
