package io.graphkeep.server.catalog;

/**
 * What an event tells: a stable name that clients filter by, and whether it belongs to the audit.
 *
 * <p>Routine kinds tell how the work goes, and are dropped when event logging is switched off. Those of the audit tell who
 * changed or was denied what, and what was lost or damaged, and are always kept.
 */
public enum EventKind {
    SERVER_STARTED("server.started", true),
    SERVER_STOPPED("server.stopped", true),
    CONFIG_WARNING("config.warning", false),
    HEALTH_CHANGED("health.changed", false),

    GRAPH_CREATED("graph.created", true),
    GRAPH_UPDATED("graph.updated", true),
    GRAPH_DELETING("graph.deleting", true),
    GRAPH_DELETED("graph.deleted", true),
    GRAPH_SOURCE_OFFLINE("graph.source_offline", false),
    GRAPH_SOURCE_ONLINE("graph.source_online", false),

    SCHEDULE_MISSED("schedule.missed", false),
    SCHEDULE_FAILED("schedule.failed", false),

    SNAPSHOT_REQUESTED("snapshot.requested", true),
    SNAPSHOT_CREATED("snapshot.created", false),
    SNAPSHOT_COMPLETED("snapshot.completed", false),
    SNAPSHOT_FAILED("snapshot.failed", false),
    SNAPSHOT_UPDATED("snapshot.updated", true),
    SNAPSHOT_HELD("snapshot.held", true),
    SNAPSHOT_RELEASED("snapshot.released", true),
    SNAPSHOT_DELETING("snapshot.deleting", true),
    SNAPSHOT_DELETED("snapshot.deleted", true),
    SNAPSHOT_VERIFIED("snapshot.verified", false),
    SNAPSHOT_CORRUPT("snapshot.corrupt", true),
    SNAPSHOT_HEALED("snapshot.healed", true),

    RESTORE_STARTED("restore.started", true),
    RESTORE_FINISHED("restore.finished", true),
    RESTORE_FAILED("restore.failed", true),
    RESTORE_RELEASED("restore.released", true),

    STORE_FULL("store.full", false),
    STORE_DAMAGED("store.damaged", true),
    STORE_CLEANED("store.cleaned", true),
    CLEANUP_REFUSED("cleanup.refused", true),
    CLEANUP_ALLOWED("cleanup.allowed", true),
    CATALOG_REBUILT("catalog.rebuilt", true),
    STORE_VERIFIED("store.verified", false),
    STORE_REPAIRED("store.repaired", true),

    OPERATION_STARTED("operation.started", false),
    OPERATION_FINISHED("operation.finished", false),
    OPERATION_FAILED("operation.failed", false),
    OPERATION_CANCEL_REQUESTED("operation.cancel_requested", true),
    OPERATION_CANCELLED("operation.cancelled", false),
    OPERATION_TAKEN_OVER("operation.taken_over", false),

    TOKEN_CREATED("token.created", true),
    TOKEN_REVOKED("token.revoked", true),
    ACCESS_DENIED("access.denied", true),
    KEY_CREATED("key.created", true),
    KEY_EXPORTED("key.exported", true),
    KEY_ROTATED("key.rotated", true),
    CERTIFICATE_RELOADED("certificate.reloaded", true),
    CERTIFICATE_REFUSED("certificate.refused", false);

    private final String label;
    private final boolean audit;

    EventKind(String label, boolean audit) {
        this.label = label;
        this.audit = audit;
    }

    /** The name in the log and in the API. */
    public String label() {
        return label;
    }

    /** Whether it is kept even where event logging is switched off. */
    public boolean isAudit() {
        return audit;
    }
}
