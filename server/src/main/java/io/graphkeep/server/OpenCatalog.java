package io.graphkeep.server;

import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.DatabaseSettings;
import io.graphkeep.server.catalog.Ids;
import io.graphkeep.server.catalog.embedded.EmbeddedPostgres;
import io.graphkeep.server.catalog.embedded.EmbeddedSettings;
import io.graphkeep.server.config.DatabaseConfig;
import io.graphkeep.server.config.Home;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The catalog, open: over the operator's PostgreSQL, or over one of the server's own that ends with it.
 *
 * @param embedded null where the database is someone else's
 */
record OpenCatalog(Database database, @Nullable EmbeddedPostgres embedded) implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofSeconds(30);
    private static final int SPARE_CONNECTIONS = 10;

    static OpenCatalog open(DatabaseConfig config, Home home, Ids ids, List<Class<?>> mappers) {
        var external = config.external();
        if (external != null) {
            return new OpenCatalog(Database.open(settings(config, external), mappers), null);
        }
        var postgres = EmbeddedPostgres.start(
                EmbeddedSettings.of(home.database(), config.poolSize() + SPARE_CONNECTIONS), ids);
        try {
            var settings = settings(config, postgres.jdbcUrl(), EmbeddedPostgres.USER, postgres.password());
            return new OpenCatalog(Database.open(settings, mappers), postgres);
        } catch (RuntimeException failure) {
            postgres.close();
            throw failure;
        }
    }

    static DatabaseSettings settings(DatabaseConfig config, DatabaseConfig.External external) {
        var user = external.user();
        var password = external.password();
        return settings(
                config, external.jdbcUrl(), user == null ? "" : user, password == null ? "" : password.reveal());
    }

    private static DatabaseSettings settings(DatabaseConfig config, String url, String user, String password) {
        return new DatabaseSettings(url, user, password, config.poolSize(), CONNECT, config.statementTimeout(), START);
    }

    @Override
    public void close() {
        database.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
