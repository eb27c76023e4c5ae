package io.graphkeep.server;

import io.graphkeep.server.store.rebuild.RebuildReport;
import java.io.PrintStream;

/** What a catalog holds that was made from its store, as a person reads it: what is known, and what only a verification tells. */
final class RebuildText {
    private RebuildText() {}

    static void tell(RebuildReport report, PrintStream out) {
        var counts = report.counts();
        out.println();
        if (!report.changed()) {
            out.println("There was nothing to bring up: the catalog already said what its store says.");
        }
        out.println("The catalog of instance " + report.instance() + " says what the store's records say, generation "
                + report.generation() + ".");
        out.printf("  graphs      %,d%n", counts.graphs());
        out.printf(
                "  snapshots   %,d: %,d COMPLETED, %,d PARTIAL, %,d found CORRUPT, %,d UNCONFIRMED; %,d held%n",
                counts.snapshots(),
                counts.completed(),
                counts.partial(),
                counts.corrupt(),
                counts.unconfirmed(),
                counts.held());
        out.printf("  packs       %,d, of which no snapshot needs %,d%n", counts.packs(), counts.condemnedPacks());
        out.printf("  segments    %,d, of which damaged %,d%n", counts.segments(), counts.damagedSegments());
        if (counts.deleting() > 0) {
            out.printf("  %,d deletions that were interrupted go on when the server starts.%n", counts.deleting());
        }
        if (counts.unconfirmed() > 0) {
            out.println("  UNCONFIRMED snapshots have no record of their commit: restore from them, or delete them.");
        }
        if (!report.findings().isEmpty()) {
            out.println("What was found wrong:");
            report.findings().forEach(finding -> out.println("  " + finding));
            if (report.moreFindings() > 0) {
                out.printf("  and %,d more.%n", report.moreFindings());
            }
        }
        out.println(
                "Contents were not read: damage to them, known before or not, shows when all were. With the server up"
                        + " again:");
        out.println("  graphkeep verify");
    }
}
