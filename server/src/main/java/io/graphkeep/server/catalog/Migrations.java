package io.graphkeep.server.catalog;

import io.graphkeep.server.errors.StartRefused;
import java.util.Arrays;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;

/**
 * Brings the catalog's schema to this version, and refuses what is not ours to touch.
 *
 * <p>Several servers may start at once: one migrates, the others wait for it. A catalog that a newer Graphkeep has written
 * is left as it is. Migrations run on connections of their own, and may take as long as they need.
 */
final class Migrations {
    private Migrations() {}

    static void apply(DatabaseSettings settings) {
        var flyway = Flyway.configure()
                .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                .jdbcProperties(Map.of("ApplicationName", "graphkeep", "tcpKeepAlive", "true"))
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .cleanDisabled(true)
                .load();
        try {
            refuseNewer(flyway);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StartRefused(refusal(e), e);
        }
    }

    private static void refuseNewer(Flyway flyway) {
        var newer = Arrays.stream(flyway.info().applied())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS
                        || migration.getState() == MigrationState.FUTURE_FAILED)
                .reduce((earlier, later) -> later);
        if (newer.isPresent()) {
            throw new StartRefused("The catalog was written by a newer Graphkeep (schema "
                    + newer.get().getVersion() + ", this server knows up to " + known(flyway)
                    + "): start that version or a later one.");
        }
    }

    private static String known(Flyway flyway) {
        return Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState().isResolved())
                .map(migration -> String.valueOf(migration.getVersion()))
                .reduce((earlier, later) -> later)
                .orElse("nothing");
    }

    private static String refusal(FlywayException failure) {
        var said = String.valueOf(failure.getMessage()).strip();
        return said.contains("non-empty schema")
                ? "The database is not empty and holds no Graphkeep catalog: give Graphkeep a database of its own."
                : "The catalog's schema could not be brought to this version: " + said;
    }
}
