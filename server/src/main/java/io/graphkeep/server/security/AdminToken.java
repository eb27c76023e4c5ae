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
import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The first token, which lets the first admin in: made by the first start, in a file that only the server's user reads.
 *
 * <p>The file is durable before the catalog knows the token, so that a start which dies in between is finished by the
 * next one. Of several servers on one catalog one makes it; the others learn that it was made elsewhere.
 */
public final class AdminToken {
    static final String NAME = "admin";

    /** How a start found the admin token. */
    public enum State {
        /** This start made it, and its file. */
        MADE,
        /** It was there, and so is its file. */
        THERE,
        /** It was brought along by the operator. */
        BROUGHT,
        /** It is there, and this home has no file of it: lost, or made by another server. */
        FILE_MISSING
    }

    /**
     * How a start found it, and where.
     *
     * @param sentence what to tell the operator
     */
    public record Outcome(State state, Path file, String sentence) {}

    private final Database database;
    private final EventLog events;
    private final Ids ids;
    private final Clock clock;

    public AdminToken(Database database, EventLog events, Ids ids, Clock clock) {
        this.database = database;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Makes sure that there is an admin token.
     *
     * @param file where its secret is kept: {@code admin.token} in the home
     * @param brought the operator's own file of it; null where there is none
     */
    public Outcome ensure(Path file, @Nullable Path brought) {
        if (wasMade()) {
            return found(file, brought);
        }
        return brought == null ? make(file) : takeOver(brought);
    }

    private boolean wasMade() {
        return database.read(
                        transaction -> transaction.mapper(TokenMapper.class).countBootstraps())
                > 0;
    }

    private static Outcome found(Path file, @Nullable Path brought) {
        if (brought != null) {
            return new Outcome(State.BROUGHT, brought, "The admin token is in " + brought + ".");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new Outcome(State.THERE, file, "The admin token is in " + file + ".");
        }
        return missing(file);
    }

    private static Outcome missing(Path file) {
        var sentence = "There is an admin token, and no file " + file + " with it: it was made by another server of"
                + " this catalog, or the file was lost. Where it is lost, run `graphkeep token reset-admin` on this"
                + " machine.";
        return new Outcome(State.FILE_MISSING, file, sentence);
    }

    private Outcome make(Path file) {
        var wasThere = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        var secret = secretIn(file);
        if (!insert(secret)) {
            drop(file);
            return missing(file);
        }
        var sentence = wasThere
                ? "The admin token that was in " + file + " already is valid here from now on."
                : "The admin token was made; it is in " + file + ", for its owner only.";
        return new Outcome(State.MADE, file, sentence);
    }

    private Outcome takeOver(Path brought) {
        var secret = read(brought);
        var sentence = "The admin token was taken from " + brought + ".";
        return insert(secret)
                ? new Outcome(State.BROUGHT, brought, sentence)
                : new Outcome(State.BROUGHT, brought, "Another server of this catalog has set the admin token.");
    }

    /** The secret in the file that a start before this one left, or a new one in a new file. */
    private TokenSecret secretIn(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return read(file);
        }
        var secret = TokenSecret.random(ids);
        try {
            SecretFile.create(file, secret.reveal());
        } catch (IOException e) {
            throw new StartRefused("The admin token cannot be written to " + file + ": " + e.getMessage(), e);
        }
        return secret;
    }

    private static TokenSecret read(Path file) {
        try {
            if (SecretFile.isOpenToOthers(file)) {
                throw new StartRefused("The admin token's file " + file
                        + " can be read or changed by other users: give it mode 0600 (chmod 600).");
            }
            return TokenSecret.parse(SecretFile.read(file))
                    .orElseThrow(() -> new StartRefused(
                            "The file " + file + " does not hold a token: `gk_` and 43 characters of `A-Za-z0-9_-`."));
        } catch (IOException e) {
            throw new StartRefused("The admin token's file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean insert(TokenSecret secret) {
        return database.inTransaction(transaction -> insert(transaction, secret, "The admin token was made."));
    }

    boolean insert(Transaction transaction, TokenSecret secret, String sentence) {
        var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        var row = new TokenRow(ids.next(), NAME, Role.ADMIN.name(), "", true, now, "server", null, null);
        if (transaction.mapper(TokenMapper.class).insert(row, secret.hash()) == 0) {
            return false;
        }
        var event = Event.of(EventKind.TOKEN_CREATED, "server", sentence).severity(Severity.NOTICE);
        events.append(transaction, event.detail("token_id", row.id().toString()).detail("role", "admin"));
        return true;
    }

    private static void drop(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StartRefused(
                    "The file " + file + " holds a token that is not valid, and cannot be removed: " + e.getMessage(),
                    e);
        }
    }
}
