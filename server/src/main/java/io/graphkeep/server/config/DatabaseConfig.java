package io.graphkeep.server.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The catalog's database and the pool of connections to it.
 *
 * @param external null where the server runs its own embedded database
 */
public record DatabaseConfig(@Nullable External external, int poolSize, Duration statementTimeout) {

    /** The same with another limit on statements. */
    public DatabaseConfig withStatementTimeout(Duration timeout) {
        return new DatabaseConfig(external, poolSize, timeout);
    }

    /**
     * A PostgreSQL that someone else runs.
     *
     * @param jdbcUrl for the driver; user and password are taken out of it
     */
    public record External(
            String jdbcUrl, @Nullable String user, @Nullable Secret password) {
        @Override
        public String toString() {
            return "External[jdbcUrl=" + DatabaseUrl.mask(jdbcUrl) + ", user=" + user + ", password=" + password + "]";
        }
    }

    static final Key<DatabaseUrl> DB_URL = Key.of(Group.DATABASE, "DB_URL", Types.databaseUrl(false))
            .unset("an embedded PostgreSQL under the home")
            .alias("LIGHTRAG_RECOVERY_DB_URL", Types.databaseUrl(true))
            .orFromFile()
            .means("An external PostgreSQL, 15 or newer: `postgresql://user:password@host:5432/name` or"
                    + " `jdbc:postgresql://…`. Characters of the password that mean something in a URL are written"
                    + " percent-encoded.");
    static final Key<String> DB_USER = Key.of(Group.DATABASE, "DB_USER", Types.text("\\S.{0,62}", "a name"))
            .unset("the user in the URL")
            .means("The user at the external database.");
    static final Key<Secret> DB_PASSWORD = Key.of(Group.DATABASE, "DB_PASSWORD", Types.secret())
            .unset("the password in the URL")
            .secret()
            .means("That user's password.");
    static final Key<Integer> DB_POOL_SIZE = Key.of(Group.DATABASE, "DB_POOL_SIZE", Types.integer(4, 200))
            .otherwise("16")
            .means("The most connections that this server holds to the database.");
    static final Key<Duration> DB_STATEMENT_TIMEOUT = Key.of(
                    Group.DATABASE, "DB_STATEMENT_TIMEOUT", Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)))
            .otherwise("30s")
            .means("The longest that one statement of a call may take.");

    static final List<Key<?>> KEYS = List.of(DB_URL, DB_USER, DB_PASSWORD, DB_POOL_SIZE, DB_STATEMENT_TIMEOUT);

    static DatabaseConfig from(Values values) {
        return new DatabaseConfig(external(values), values.get(DB_POOL_SIZE), values.get(DB_STATEMENT_TIMEOUT));
    }

    private static @Nullable External external(Values values) {
        if (!(values.find(DB_URL) instanceof DatabaseUrl.Postgres url)) {
            return null;
        }
        var user = values.find(DB_USER);
        var password = values.find(DB_PASSWORD);
        return new External(
                url.jdbcUrl(), user == null ? url.user() : user, password == null ? url.password() : password);
    }
}
