package io.graphkeep.cli;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.ListGraphsRequest;
import java.util.ArrayList;
import java.util.List;

/** The graphs that the caller may see and the request asks for, page after page. */
final class AllGraphs {
    private AllGraphs() {}

    static List<Graph> of(GraphkeepClient client, ListGraphsRequest request) {
        var graphs = new ArrayList<Graph>();
        var token = "";
        do {
            var page = client.backup()
                    .listGraphs(request.toBuilder().setPageToken(token).build());
            graphs.addAll(page.getGraphsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return graphs;
    }
}
