package io.graphkeep.server.security;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.token.TokenMapper;
import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The way back in for whoever owns the home: a new admin token in place of the one that was lost or is known to others.
 *
 * <p>The old one is revoked in the transaction that writes the new one. Works with the server stopped or running; what
 * proves the right to do it is the home itself, which must belong to the user who asks.
 */
public final class AdminTokenReset {
    private final Database database;
    private final AdminToken adminToken;
    private final Ids ids;
    private final Clock clock;

    public AdminTokenReset(Database database, AdminToken adminToken, Ids ids, Clock clock) {
        this.database = database;
        this.adminToken = adminToken;
        this.ids = ids;
        this.clock = clock;
    }

    /** Refuses a user who does not own this home. */
    public static void requireOwner(Path home) {
        try {
            var owner = Files.getOwner(home, LinkOption.NOFOLLOW_LINKS).getName();
            var user = System.getProperty("user.name", "");
            if (!owner.equals(user)) {
                throw new StartRefused("The home " + home + " belongs to " + owner + ": run this as that user.");
            }
        } catch (IOException e) {
            throw new StartRefused("The home " + home + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Puts a new admin token into this file, and ends the old one. */
    public void reset(Path file) {
        var secret = TokenSecret.random(ids);
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            SecretFile.create(beside, secret.reveal());
            replaceInCatalog(secret);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            SecretFile.syncDirectory(file);
        } catch (IOException e) {
            throw new StartRefused("The new admin token cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }

    private void replaceInCatalog(TokenSecret secret) {
        var written = database.inTransaction(transaction -> {
            var mapper = transaction.mapper(TokenMapper.class);
            mapper.lockAll();
            var old = mapper.findBootstrap();
            if (old != null) {
                mapper.revoke(old.id(), OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
            }
            return adminToken.insert(
                    transaction, secret, "The admin token was made anew by the home's owner; the old one was revoked.");
        });
        if (!written) {
            throw new IllegalStateException("The old admin token was revoked, and still is in the way of the new one");
        }
    }
}
