package io.graphkeep.server.api;

import io.graphkeep.server.backup.GraphPolicies;
import io.graphkeep.server.backup.PathText;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphKind;
import java.nio.charset.StandardCharsets;

/** The checks of a graph that a caller sends, whole or in part. */
final class GraphChecks {
    private static final String GRAPH = "graph";
    private static final int LONGEST_PATH = 4096;
    private static final int MOST_EXCLUDES = 100;
    private static final int LONGEST_TEXT = 256;

    private GraphChecks() {}

    /** Adds what is wrong with the fields that are there. */
    static Validation check(Validation checks, Graph graph) {
        checks.graphId(GRAPH + ".graph_id", graph.getGraphId())
                .text(GRAPH + ".description", graph.getDescription(), 0, LONGEST_TEXT)
                .check(GRAPH + ".kind", graph.getKind() != GraphKind.UNRECOGNIZED, "this server does not know it")
                .labels(GRAPH + ".labels", graph.getLabelsMap());
        var source = graph.getSource();
        if (source.hasDirectory()) {
            check(checks, source.getDirectory());
        }
        GraphPolicies.violations(GRAPH + ".policy", graph.getPolicy(), source.hasPushed())
                .forEach(violation -> checks.check(violation.field(), false, violation.description()));
        return checks;
    }

    private static void check(Validation checks, DirectorySource directory) {
        var field = GRAPH + ".source.directory";
        var path = directory.getPath();
        checks.check(
                        field + ".path",
                        path.startsWith("/") && path.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH,
                        "it must be an absolute path of the server's machine, of at most " + LONGEST_PATH + " bytes")
                .check(
                        field + ".path",
                        path.indexOf('\0') < 0 && PathText.parseToString(path) != null,
                        "a percent sign begins %XX, and the path must be UTF-8 without NUL")
                .text(field + ".node", directory.getNode(), 0, LONGEST_TEXT)
                .atMost(field + ".excludes", directory.getExcludesCount(), MOST_EXCLUDES);
        for (var pattern : directory.getExcludesList()) {
            checks.text(field + ".excludes", pattern, 1, LONGEST_TEXT)
                    .check(field + ".excludes", !pattern.startsWith("!"), "a pattern cannot be negated");
        }
    }
}
