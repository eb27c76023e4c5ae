package io.graphkeep.server;

import io.graphkeep.server.catalog.SchemaAside;
import io.graphkeep.server.catalog.embedded.EmbeddedPostgres;
import io.graphkeep.server.catalog.embedded.EmbeddedSettings;
import io.graphkeep.server.config.ServerConfig;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Puts a catalog under another name, so that a new one can be made in its place; nothing of it is lost. */
final class CatalogAside {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

    private CatalogAside() {}

    /** Does so, and says where it is. */
    static String put(ServerConfig config, UUID home, Clock clock) {
        var name = "aside_" + NAME.format(clock.instant());
        var external = config.database().external();
        if (external == null) {
            var settings = EmbeddedSettings.of(config.home().database(), 1);
            return EmbeddedPostgres.putAside(settings, name)
                    .map(place -> "The catalog that was there is in " + place + " now; remove it when all is well.")
                    .orElse("There was no catalog to put aside.");
        }
        var settings = OpenCatalog.settings(config.database(), external);
        return SchemaAside.put(settings, name, home)
                ? "The catalog that was there is in the schema " + name
                        + " of its database now; drop it when all is well."
                : "There was no catalog to put aside.";
    }
}
