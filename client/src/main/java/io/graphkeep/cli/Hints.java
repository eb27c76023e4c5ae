package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepException;
import org.jspecify.annotations.Nullable;

/** Which flag or command of this program helps against an error that the server explains in the API's words. */
final class Hints {
    private Hints() {}

    static @Nullable String of(GraphkeepException error) {
        return switch (error.reason()) {
            case "DESTINATION_NOT_EMPTY" ->
                "With --overwrite its content is replaced, and kept beside it until you release it.";
            case "CAPTURE_EMPTY" -> "If it is right that the source is empty: --allow-empty takes the snapshot.";
            case "CAPTURE_RUNNING", "RESTORE_RUNNING" ->
                "Follow the one that runs: graphkeep operation watch "
                        + error.metadata().getOrDefault("operation_id", "OPERATION");
            case "QUOTA_EXCEEDED" ->
                "See the graph's quota: graphkeep graph show "
                        + error.metadata().getOrDefault("graph_id", "GRAPH")
                        + ". " + quotaOption(error.metadata().getOrDefault("quota", ""))
                        + " of graphkeep graph update changes it.";
            case "SNAPSHOT_NOT_FOUND" -> notFound(error);
            case "SOURCE_KIND_MISMATCH" ->
                "A graph with a directory is captured by graphkeep snapshot create, and can be restored --in-place; a"
                        + " pushed one gets snapshots by graphkeep snapshot push DIR --graph GRAPH, and goes --to DIR.";
            case "SNAPSHOT_CORRUPT" -> damaged(error.metadata().getOrDefault("snapshot_id", "ID"));
            case "DEADLINE_EXCEEDED" ->
                "Allow a call more time with --timeout SECONDS; how the server is: graphkeep health";
            case "SNAPSHOT_PROTECTED" ->
                error.metadata().containsKey("protected_seconds")
                        ? "As an admin, --force shortens the protected period all the same."
                        : "As an admin, --force deletes it all the same.";
            case "SUBSYSTEM_FAILED", "STORE_FOREIGN" -> "How the server is, and what helps: graphkeep health";
            default -> null;
        };
    }

    private static @Nullable String notFound(GraphkeepException error) {
        if (!error.metadata().getOrDefault("partial_snapshots", "0").equals("0")) {
            var options = " latest --graph " + error.metadata().getOrDefault("graph_id", "GRAPH")
                    + " --to DIR --include-partial";
            return "What a PARTIAL one holds comes back with: graphkeep snapshot restore" + options
                    + ", or to this machine with: graphkeep snapshot pull" + options;
        }
        return error.metadata().getOrDefault("corrupt_snapshots", "0").equals("0") ? null : damaged("ID");
    }

    private static String damaged(String snapshot) {
        return "Store anew what the sources still have: graphkeep repair. What is whole without it comes back with:"
                + " graphkeep snapshot restore " + snapshot + " --to DIR --allow-damaged";
    }

    private static String quotaOption(String quota) {
        return switch (quota) {
            case "max_snapshots" -> "--max-snapshots";
            case "max_logical_bytes" -> "--max-size";
            case "max_stored_bytes" -> "--max-stored";
            default -> "--max-snapshots, --max-size or --max-stored";
        };
    }
}
