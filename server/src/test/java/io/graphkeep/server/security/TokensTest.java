package io.graphkeep.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.TestDatabase;
import io.graphkeep.server.catalog.token.TokenMapper;
import io.graphkeep.server.catalog.token.TokenRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTest {
    private final SettableClock clock = new SettableClock();
    private TestDatabase test;
    private Tokens tokens;

    @BeforeEach
    void open() {
        test = TestDatabase.create(TokenMapper.class);
        tokens = tokens();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aTokenIsVerifiedAsWhatItWasMadeAs() {
        var created = create("ci", Role.AGENT, new Scopes(List.of("books", "team.*")), null);

        var principal = tokens.verify(created.secret());

        assertThat(principal.name()).isEqualTo("ci");
        assertThat(principal.role()).isEqualTo(Role.AGENT);
        assertThat(principal.sees("team.a")).isTrue();
        assertThat(principal.sees("other")).isFalse();
    }

    @Test
    void theCatalogKeepsNoSecret() {
        var created = create("ci", Role.READER, Scopes.all(), null);

        var stored = test.database().read(transaction -> {
            try (var statement = transaction.connection().createStatement();
                    var rows = statement.executeQuery("SELECT row_to_json(token)::text FROM token")) {
                rows.next();
                return rows.getString(1);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(stored).doesNotContain(created.secret().reveal().substring(3));
        assertThat(created.secret().toString()).doesNotContain(created.secret().reveal());
    }

    @Test
    void anUnknownTokenIsNobody() {
        var stranger = TokenSecret.parse("gk_" + "x".repeat(43)).orElseThrow();

        assertThat(reason(() -> tokens.verify(stranger))).isEqualTo(Reason.UNAUTHENTICATED);
    }

    @Test
    void anExpiredTokenSaysSo() {
        var created = create("ci", Role.READER, Scopes.all(), Duration.ofMinutes(5));
        assertThat(tokens.verify(created.secret()).name()).isEqualTo("ci");

        clock.advance(Duration.ofMinutes(5));

        assertThat(reason(() -> tokens.verify(created.secret()))).isEqualTo(Reason.TOKEN_EXPIRED);
    }

    @Test
    void aRevokedTokenEndsAtOnceHere() {
        create("other-admin", Role.ADMIN, Scopes.all(), null);
        var created = create("ci", Role.READER, Scopes.all(), null);
        tokens.verify(created.secret());

        revoke(created.token().id());

        assertThat(reason(() -> tokens.verify(created.secret()))).isEqualTo(Reason.UNAUTHENTICATED);
        assertThat(tokens.revokedAmong(Set.of(created.token().id(), UUID.randomUUID())))
                .hasSize(2);
    }

    @Test
    void aTokenThatAnotherServerRevokedEndsHereWithinSeconds() {
        var created = create("ci", Role.READER, Scopes.all(), null);
        var otherServer = tokens();
        otherServer.verify(created.secret());
        revoke(created.token().id());

        clock.advance(Duration.ofSeconds(5));

        assertThat(reason(() -> otherServer.verify(created.secret()))).isEqualTo(Reason.UNAUTHENTICATED);
    }

    @Test
    void whatWasVerifiedAMomentAgoGoesOnWhileTheDatabaseIsAwayAndNothingElseDoes() {
        var known = create("known", Role.READER, Scopes.all(), null);
        var other = create("other", Role.READER, Scopes.all(), null);
        tokens.verify(known.secret());
        test.database().close();

        assertThat(tokens.verify(known.secret()).name()).isEqualTo("known");
        assertThat(reason(() -> tokens.verify(other.secret()))).isEqualTo(Reason.DATABASE_UNAVAILABLE);
        clock.advance(Duration.ofSeconds(5));
        assertThat(reason(() -> tokens.verify(known.secret()))).isEqualTo(Reason.DATABASE_UNAVAILABLE);
    }

    @Test
    void aNameIsTakenOnlyWhileItsTokenIsValid() {
        create("ci", Role.READER, Scopes.all(), Duration.ofMinutes(1));
        assertThat(reason(() -> create("ci", Role.READER, Scopes.all(), null))).isEqualTo(Reason.TOKEN_ALREADY_EXISTS);

        clock.advance(Duration.ofMinutes(1));

        assertThat(create("ci", Role.READER, Scopes.all(), null).token().name()).isEqualTo("ci");
    }

    @Test
    void theLastAdminTokenCannotBeRevoked() {
        var last = create("root", Role.ADMIN, Scopes.all(), null);

        assertThat(reason(() -> revoke(last.token().id()))).isEqualTo(Reason.LAST_ADMIN_TOKEN);

        create("second", Role.ADMIN, Scopes.all(), null);
        revoke(last.token().id());
        assertThat(reason(() -> tokens.verify(last.secret()))).isEqualTo(Reason.UNAUTHENTICATED);
    }

    @Test
    void revokingTwiceChangesNothing() {
        var created = create("ci", Role.READER, Scopes.all(), null);
        revoke(created.token().id());
        clock.advance(Duration.ofMinutes(1));

        revoke(created.token().id());

        assertThat(tokens.list(null, true, 10))
                .singleElement()
                .extracting(TokenRow::revokedAt)
                .isEqualTo(OffsetDateTime.now(clock).minusMinutes(1));
        assertThat(tokens.list(null, false, 10)).isEmpty();
    }

    @Test
    void anUnknownTokenCannotBeRevoked() {
        assertThatThrownBy(() -> revoke(UUID.randomUUID())).isInstanceOf(GraphkeepException.class);
    }

    @Test
    void theListGoesNewestFirstFromACursor() {
        var first = create("first", Role.READER, Scopes.all(), null);
        var second = create("second", Role.READER, Scopes.all(), null);
        var third = create("third", Role.READER, Scopes.all(), null);

        assertThat(tokens.list(null, false, 2))
                .extracting(row -> row.id())
                .containsExactly(third.token().id(), second.token().id());
        assertThat(tokens.list(second.token().id(), false, 2))
                .extracting(row -> row.id())
                .containsExactly(first.token().id());
    }

    private Tokens tokens() {
        return new Tokens(test.database(), new EventLog(clock, true), TestDatabase.ids(), clock);
    }

    private Tokens.Created create(String name, Role role, Scopes scopes, @Nullable Duration lifetime) {
        return test.database()
                .inTransaction(
                        transaction -> tokens.create(transaction, new NewToken(name, role, scopes, lifetime), "test"));
    }

    private void revoke(UUID id) {
        test.database().inTransaction(transaction -> tokens.revoke(transaction, id, "test"));
    }

    private static Reason reason(Runnable call) {
        try {
            call.run();
        } catch (GraphkeepException e) {
            return e.reason();
        }
        throw new AssertionError("Not refused");
    }
}
