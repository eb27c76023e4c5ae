package io.graphkeep.it;

import java.nio.file.Path;

/** What a server that was killed had been doing, as the catalog tells that outlived it: its PostgreSQL runs on. */
final class DeadServer {
    /** The operation had not begun. */
    static final String TOO_EARLY = "too early";

    /** The operation was quicker than the kill. */
    static final String TOO_LATE = "too late";

    private final EmbeddedCatalog catalog;

    DeadServer(Path home) {
        this.catalog = EmbeddedCatalog.of(home);
    }

    /** What an operation was at when its server died. */
    String at(Strike kind, String operation) {
        return switch (catalog.answer("SELECT state FROM operation WHERE id = '" + operation + "'")) {
            case "QUEUED" -> TOO_EARLY;
            case "RUNNING" -> step(kind);
            default -> TOO_LATE;
        };
    }

    private String step(Strike kind) {
        return switch (kind) {
            case CAPTURE ->
                "capture" + (is("SELECT FROM session WHERE state = 'OPEN' AND kind = 'WRITE'") ? "" : ", at its ends");
            case CLEANUP, DELETION, COLLECTION, REWRITING -> "cleanup, " + cleaning();
            case RESTORE_IN_PLACE -> "restore in place" + restoring();
            case RESTORE_BESIDE -> "restore beside" + restoring();
        };
    }

    private String cleaning() {
        if (is(Strike.DELETION.begun())) {
            return "deleting snapshots";
        }
        if (is(Strike.REWRITING.begun())) {
            return "rewriting packs";
        }
        return is(Strike.COLLECTION.begun()) ? "collecting garbage" : "between";
    }

    private String restoring() {
        return is("SELECT FROM restore_directory WHERE written <> ''") ? ", swapping" : "";
    }

    private boolean is(String exists) {
        return catalog.finds(exists, () -> true);
    }
}
