package io.graphkeep.server.catalog.rebuild;

/** What a catalog holds after a rebuild. */
public record RebuiltCounts(
        long graphs,
        long completed,
        long partial,
        long corrupt,
        long unconfirmed,
        long deleting,
        long held,
        long packs,
        long condemnedPacks,
        long segments,
        long damagedSegments) {
    public long snapshots() {
        return completed + partial + corrupt + unconfirmed;
    }
}
