package io.graphkeep.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.token.TokenMapper;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
    private final SettableClock clock = new SettableClock();

    @TempDir
    private Path home;

    private Path file;
    private TestDatabase test;
    private AdminToken adminToken;
    private Tokens tokens;

    @BeforeEach
    void open() {
        test = TestDatabase.create(TokenMapper.class);
        file = home.resolve("admin.token");
        var events = new EventLog(clock, true);
        adminToken = new AdminToken(test.database(), events, TestDatabase.ids(), clock);
        tokens = new Tokens(test.database(), events, TestDatabase.ids(), clock);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void theFirstStartMakesATokenInAFileThatOnlyItsOwnerReads() throws IOException {
        var outcome = adminToken.ensure(file, null);

        assertThat(outcome.state()).isEqualTo(AdminToken.State.MADE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(tokens.verify(secret(file)).role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void theNextStartFindsIt() {
        adminToken.ensure(file, null);

        assertThat(adminToken.ensure(file, null).state()).isEqualTo(AdminToken.State.THERE);
    }

    @Test
    void aStartThatDiedBeforeTheCatalogKnewTheTokenIsFinishedByTheNext() throws IOException {
        SecretFile.create(file, TokenSecret.random(TestDatabase.ids()).reveal());
        var left = secret(file);

        assertThat(adminToken.ensure(file, null).state()).isEqualTo(AdminToken.State.MADE);
        assertThat(tokens.verify(left).role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void aLostFileIsToldWithTheWayBack() throws IOException {
        adminToken.ensure(file, null);
        Files.delete(file);

        var outcome = adminToken.ensure(file, null);

        assertThat(outcome.state()).isEqualTo(AdminToken.State.FILE_MISSING);
        assertThat(outcome.sentence()).contains("graphkeep token reset-admin");
        assertThat(file).doesNotExist();
    }

    @Test
    void aSecondServerOfTheCatalogLeavesNoFileThatOpensNothing() {
        adminToken.ensure(file, null);
        var otherFile = home.resolve("other.token");

        assertThat(adminToken.ensure(otherFile, null).state()).isEqualTo(AdminToken.State.FILE_MISSING);
        assertThat(otherFile).doesNotExist();
    }

    @Test
    void theOperatorsOwnTokenIsTakenOver() throws IOException {
        var brought = home.resolve("brought");
        SecretFile.create(brought, "gk_" + "b".repeat(43));

        assertThat(adminToken.ensure(file, brought).state()).isEqualTo(AdminToken.State.BROUGHT);
        assertThat(tokens.verify(secret(brought)).role()).isEqualTo(Role.ADMIN);
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatOthersReadIsRefused() throws IOException {
        var brought = home.resolve("brought");
        Files.writeString(brought, "gk_" + "b".repeat(43));
        Files.setPosixFilePermissions(brought, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> adminToken.ensure(file, brought))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aFileWithSomethingElseInItIsRefusedWithoutBeingQuoted() throws IOException {
        var brought = home.resolve("brought");
        SecretFile.create(brought, "hunter2");

        assertThatThrownBy(() -> adminToken.ensure(file, brought))
                .isInstanceOf(StartRefused.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aResetEndsTheOldTokenAndPutsANewOneIntoTheFile() throws IOException {
        adminToken.ensure(file, null);
        var old = secret(file);

        new AdminTokenReset(test.database(), adminToken, TestDatabase.ids(), clock).reset(file);

        assertThatThrownBy(() -> tokens.verify(old)).isInstanceOf(GraphkeepException.class);
        assertThat(tokens.verify(secret(file)).role()).isEqualTo(Role.ADMIN);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(adminToken.ensure(file, null).state()).isEqualTo(AdminToken.State.THERE);
    }

    @Test
    void aResetWorksWhereTheFileIsLostAndWhereNoneWasEverMade() throws IOException {
        new AdminTokenReset(test.database(), adminToken, TestDatabase.ids(), clock).reset(file);

        assertThat(tokens.verify(secret(file)).role()).isEqualTo(Role.ADMIN);
    }

    private static TokenSecret secret(Path file) throws IOException {
        return TokenSecret.parse(SecretFile.read(file)).orElseThrow();
    }
}
