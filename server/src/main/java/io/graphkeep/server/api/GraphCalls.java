package io.graphkeep.server.api;

import io.graphkeep.server.backup.GraphDeletion;
import io.graphkeep.server.backup.Graphs;
import io.graphkeep.server.catalog.graph.GraphQuery;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.CreateGraphRequest;
import io.graphkeep.v1.CreateGraphResponse;
import io.graphkeep.v1.DeleteGraphRequest;
import io.graphkeep.v1.DeleteGraphResponse;
import io.graphkeep.v1.GetGraphRequest;
import io.graphkeep.v1.GetGraphResponse;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.GraphRole;
import io.graphkeep.v1.ListGraphsRequest;
import io.graphkeep.v1.ListGraphsResponse;
import io.graphkeep.v1.UpdateGraphRequest;
import io.graphkeep.v1.UpdateGraphResponse;
import java.util.List;
import java.util.Set;

/** The calls about graphs. What is out of a caller's scope is not there. */
final class GraphCalls {
    private static final Set<String> CHANGEABLE = Set.of("description", "kind", "source", "policy", "labels");
    private static final String GRAPH_ID = "graph_id";
    private static final String ID_BEGINNING = "[a-z0-9][a-z0-9._-]{0,62}|";
    private static final int LONGEST_ETAG = 64;

    private final Graphs graphs;
    private final GraphDeletion deletion;
    private final StartedOperations started;
    private final Idempotency idempotency;
    private final Pages pages;

    GraphCalls(Graphs graphs, GraphDeletion deletion, StartedOperations started, Idempotency idempotency, Pages pages) {
        this.graphs = graphs;
        this.deletion = deletion;
        this.started = started;
        this.idempotency = idempotency;
        this.pages = pages;
    }

    void addTo(ServiceMethods service) {
        service.unary(BackupServiceGrpc.getCreateGraphMethod(), this::create)
                .unary(BackupServiceGrpc.getGetGraphMethod(), this::get)
                .unary(BackupServiceGrpc.getListGraphsMethod(), this::list)
                .unary(BackupServiceGrpc.getUpdateGraphMethod(), this::update)
                .unary(BackupServiceGrpc.getDeleteGraphMethod(), this::delete);
    }

    private CreateGraphResponse create(Call call, CreateGraphRequest request) {
        var graph = request.getGraph();
        GraphChecks.check(new Validation(), graph)
                .required("graph.source", graph.getSource())
                .check();
        call.requireScopeFor(graph.getGraphId());
        var answer = idempotency.onceLooked(
                call,
                request,
                CreateGraphResponse.getDefaultInstance(),
                () -> graphs.lookForCreation(call.principal(), graph),
                (transaction, look) -> CreateGraphResponse.newBuilder()
                        .setGraph(graphs.create(transaction, call.principal(), graph, look))
                        .build());
        graphs.settle();
        return answer;
    }

    private GetGraphResponse get(Call call, GetGraphRequest request) {
        new Validation().graphId(GRAPH_ID, request.getGraphId()).check();
        call.requireGraph(request.getGraphId());
        return GetGraphResponse.newBuilder()
                .setGraph(graphs.get(call.principal(), request.getGraphId()))
                .build();
    }

    private ListGraphsResponse list(Call call, ListGraphsRequest request) {
        new Validation()
                .labels("labels", request.getLabelsMap())
                .check("role", request.getRole() != GraphRole.UNRECOGNIZED, "this server does not know it")
                .matches("id_prefix", request.getIdPrefix(), ID_BEGINNING, "no graph's id begins so")
                .check();
        var page = pages.open(call, request);
        var found = graphs.list(new GraphQuery(
                request.getIdPrefix().isEmpty() ? null : request.getIdPrefix(),
                request.getRole() == GraphRole.GRAPH_ROLE_UNSPECIFIED
                        ? null
                        : request.getRole().name().substring("GRAPH_ROLE_".length()),
                request.getLabelsMap(),
                call.principal().scopes().patterns(),
                page.after().orElse(null),
                page.size() + 1));
        var answer = ListGraphsResponse.newBuilder();
        found.stream().limit(page.size()).forEach(answer::addGraphs);
        if (found.size() > page.size()) {
            answer.setNextPageToken(page.next(last(found, page).getGraphId()));
        }
        return answer.build();
    }

    private static Graph last(List<Graph> found, Page page) {
        return found.get(page.size() - 1);
    }

    private UpdateGraphResponse update(Call call, UpdateGraphRequest request) {
        GraphChecks.check(new Validation(), request.getGraph())
                .mask("update_mask", request.getUpdateMask(), Graph.getDescriptor(), CHANGEABLE)
                .text("etag", request.getEtag(), 0, LONGEST_ETAG)
                .check();
        call.requireGraph(request.getGraph().getGraphId());
        var answer = idempotency.onceLooked(
                call,
                request,
                UpdateGraphResponse.getDefaultInstance(),
                () -> graphs.lookForUpdate(call.principal(), request),
                (transaction, look) -> UpdateGraphResponse.newBuilder()
                        .setGraph(graphs.update(transaction, call.principal(), request, look))
                        .build());
        graphs.settle();
        return answer;
    }

    private DeleteGraphResponse delete(Call call, DeleteGraphRequest request) throws InterruptedException {
        new Validation()
                .graphId(GRAPH_ID, request.getGraphId())
                .text("etag", request.getEtag(), 0, LONGEST_ETAG)
                .wait("wait", request.getWait())
                .check();
        call.requireGraph(request.getGraphId());
        var answer = idempotency.once(
                call,
                request,
                DeleteGraphResponse.getDefaultInstance(),
                transaction -> DeleteGraphResponse.newBuilder()
                        .setOperation(started.message(deletion.start(transaction, call.principal(), request)))
                        .build());
        return answer.toBuilder()
                .setOperation(started.awaited(call, answer.getOperation(), request.getWait()))
                .build();
    }
}
