package io.graphkeep.server;

import io.graphkeep.server.store.rebuild.RebuildReport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a rebuild or a reconciliation has found, as one JSON object for programs. */
final class RebuildJson {
    private final StringBuilder text = new StringBuilder("{");

    private RebuildJson() {}

    /**
     * The object.
     *
     * @param putAside what became of the catalog that was there; null where it was not put aside
     * @param adminToken what to know of the admin token; null where it stayed as it was
     */
    static String of(String command, RebuildReport report, @Nullable String putAside, @Nullable String adminToken) {
        var counts = report.counts();
        var json = new RebuildJson()
                .field("command", Endpoint.quoted(command))
                .field("instanceId", Endpoint.quoted(report.instance().toString()))
                .field("generation", report.generation())
                .field("changed", report.changed())
                .field("graphs", counts.graphs())
                .field("snapshots", counts.snapshots())
                .field("completed", counts.completed())
                .field("partial", counts.partial())
                .field("corrupt", counts.corrupt())
                .field("unconfirmed", counts.unconfirmed())
                .field("deleting", counts.deleting())
                .field("held", counts.held())
                .field("packs", counts.packs())
                .field("condemnedPacks", counts.condemnedPacks())
                .field("segments", counts.segments())
                .field("contentsRead", false)
                .field("damagedSegments", counts.damagedSegments())
                .field(
                        "findings",
                        report.findings().stream().map(Endpoint::quoted).collect(Collectors.joining(", ", "[", "]")))
                .field("moreFindings", report.moreFindings());
        if (putAside != null) {
            json.field("putAside", Endpoint.quoted(putAside));
        }
        if (adminToken != null) {
            json.field("adminToken", Endpoint.quoted(adminToken));
        }
        return json.text.append("\n}").toString();
    }

    private RebuildJson field(String name, Object value) {
        text.append(text.length() == 1 ? "\n  \"" : ",\n  \"")
                .append(name)
                .append("\": ")
                .append(value);
        return this;
    }
}
