package io.graphkeep.server.security;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Event;
import io.graphkeep.server.catalog.EventKind;
import io.graphkeep.server.catalog.EventLog;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.Severity;
import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.token.TokenMapper;
import io.graphkeep.server.catalog.token.TokenRow;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of this instance: made, listed, revoked, and verified at every call.
 *
 * <p>A secret is told once, by {@link #create}. When the catalog cannot be asked, nobody is taken for somebody: a token
 * that was not verified in the last seconds is DATABASE_UNAVAILABLE, never a guess.
 */
public final class Tokens {
    private static final int LOOKUPS_AT_ONCE = 4;

    /** A token that was just made, with the secret that nobody can ask for again. */
    public record Created(TokenRow token, TokenSecret secret) {}

    private final Database database;
    private final EventLog events;
    private final Ids ids;
    private final Clock clock;
    private final TokenCache cache;
    // Callers who guess tokens must not take the whole pool of connections from those who have one.
    private final Semaphore lookups = new Semaphore(LOOKUPS_AT_ONCE);

    public Tokens(Database database, EventLog events, Ids ids, Clock clock) {
        this.database = database;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.cache = new TokenCache(clock);
    }

    public Created create(Transaction transaction, NewToken wanted, String actor) {
        var mapper = transaction.mapper(TokenMapper.class);
        mapper.lockAll();
        var now = now();
        if (mapper.countValidNamed(wanted.name(), now) > 0) {
            throw new GraphkeepException(
                    Reason.TOKEN_ALREADY_EXISTS, "There is a valid token " + wanted.name() + " already.");
        }
        var secret = TokenSecret.random(ids);
        var lifetime = wanted.lifetime();
        var row = new TokenRow(
                ids.next(),
                wanted.name(),
                wanted.role().name(),
                String.join(",", wanted.scopes().patterns()),
                false,
                now,
                actor,
                lifetime == null ? null : now.plus(lifetime),
                null);
        mapper.insert(row, secret.hash());
        var role = row.role().toLowerCase(Locale.ROOT);
        events.append(
                transaction,
                Event.of(
                                EventKind.TOKEN_CREATED,
                                actor,
                                "Token " + row.name() + " was created with the role " + role + ".")
                        .severity(Severity.NOTICE)
                        .detail("token_id", row.id().toString())
                        .detail("role", role));
        return new Created(row, secret);
    }

    /** Tokens with an id below {@code before}, newest first. */
    public List<TokenRow> list(@Nullable UUID before, boolean withEnded, int atMost) {
        return database.read(
                transaction -> transaction.mapper(TokenMapper.class).list(before, withEnded, now(), atMost));
    }

    /** Revokes a token; one that was revoked stays as it is. */
    public TokenRow revoke(Transaction transaction, UUID id, String actor) {
        var mapper = transaction.mapper(TokenMapper.class);
        mapper.lockAll();
        var token = mapper.find(id);
        if (token == null) {
            throw new GraphkeepException(Reason.TOKEN_NOT_FOUND, "There is no token " + id + ".")
                    .with("token_id", id.toString());
        }
        if (token.revokedAt() != null) {
            return token;
        }
        refuseLastAdmin(mapper, token);
        mapper.revoke(id, now());
        transaction.afterCommit(() -> cache.forget(id));
        events.append(
                transaction,
                Event.of(EventKind.TOKEN_REVOKED, actor, "Token " + token.name() + " was revoked.")
                        .severity(Severity.NOTICE)
                        .detail("token_id", id.toString()));
        return found(mapper.find(id));
    }

    /** Who this secret belongs to. */
    public Principal verify(TokenSecret secret) {
        var hash = secret.hash();
        var known = cache.find(hash);
        var principal = known == null ? lookUp(hash) : known;
        var end = principal.expiresAt();
        if (end != null && !clock.instant().isBefore(end)) {
            throw new GraphkeepException(
                    Reason.TOKEN_EXPIRED, "The token " + principal.name() + " expired at " + end + ".");
        }
        return principal;
    }

    /** Which of these tokens were revoked; none where the catalog cannot say. */
    public Set<UUID> revokedAmong(Set<UUID> tokens) {
        if (tokens.isEmpty()) {
            return Set.of();
        }
        var asked = List.copyOf(tokens);
        return Set.copyOf(database.read(
                transaction -> transaction.mapper(TokenMapper.class).invalidAmong(asked)));
    }

    private Principal lookUp(byte[] hash) {
        lookups.acquireUninterruptibly();
        TokenRow row;
        try {
            row = database.read(
                    transaction -> transaction.mapper(TokenMapper.class).findByHash(hash));
        } finally {
            lookups.release();
        }
        if (row == null) {
            throw new GraphkeepException(Reason.UNAUTHENTICATED, "The token is not one of this instance.");
        }
        if (row.revokedAt() != null) {
            throw new GraphkeepException(Reason.UNAUTHENTICATED, "The token " + row.name() + " was revoked.");
        }
        var principal = principal(row);
        cache.keep(hash, principal);
        return principal;
    }

    private void refuseLastAdmin(TokenMapper mapper, TokenRow token) {
        if (Role.valueOf(token.role()) == Role.ADMIN && mapper.countOtherValidAdmins(token.id(), now()) == 0) {
            throw new GraphkeepException(
                    Reason.LAST_ADMIN_TOKEN, "The token " + token.name() + " is the last valid one of an admin.");
        }
    }

    static Principal principal(TokenRow row) {
        var end = row.expiresAt();
        return new Principal(
                row.id(), row.name(), Role.valueOf(row.role()), scopes(row), end == null ? null : end.toInstant());
    }

    /** The scopes of a token's row. */
    public static Scopes scopes(TokenRow row) {
        return row.scopes().isEmpty()
                ? Scopes.all()
                : new Scopes(Arrays.asList(row.scopes().split(",", -1)));
    }

    private static TokenRow found(@Nullable TokenRow row) {
        if (row == null) {
            throw new IllegalStateException("A token that was just written is not there");
        }
        return row;
    }

    private OffsetDateTime now() {
        Instant now = clock.instant();
        return OffsetDateTime.ofInstant(now, ZoneOffset.UTC);
    }
}
