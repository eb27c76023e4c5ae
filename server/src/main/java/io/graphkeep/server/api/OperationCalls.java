package io.graphkeep.server.api;

import com.google.protobuf.util.Durations;
import io.graphkeep.server.catalog.operation.OperationQuery;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.operations.Operations;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.CancelOperationRequest;
import io.graphkeep.v1.CancelOperationResponse;
import io.graphkeep.v1.GetOperationRequest;
import io.graphkeep.v1.GetOperationResponse;
import io.graphkeep.v1.ListOperationDetailsRequest;
import io.graphkeep.v1.ListOperationDetailsResponse;
import io.graphkeep.v1.ListOperationsRequest;
import io.graphkeep.v1.ListOperationsResponse;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationKind;
import io.graphkeep.v1.WatchOperationRequest;
import io.graphkeep.v1.WatchOperationResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The calls about operations: look, list, follow, cancel. What is out of a caller's scope is not there. */
final class OperationCalls {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST_FILTERS = 50;

    private final Operations operations;
    private final OperationMessages messages;
    private final Idempotency idempotency;
    private final Pages pages;

    OperationCalls(Operations operations, OperationMessages messages, Idempotency idempotency, Pages pages) {
        this.operations = operations;
        this.messages = messages;
        this.idempotency = idempotency;
        this.pages = pages;
    }

    void addTo(ServiceMethods service) {
        service.unary(MonitoringServiceGrpc.getGetOperationMethod(), this::get);
        service.unary(MonitoringServiceGrpc.getListOperationsMethod(), this::list);
        service.unary(MonitoringServiceGrpc.getCancelOperationMethod(), this::cancel);
        service.unary(MonitoringServiceGrpc.getListOperationDetailsMethod(), this::details);
        service.streaming(MonitoringServiceGrpc.getWatchOperationMethod(), this::watch);
    }

    /** The operation as it stands once it has ended, or after the caller's wait. */
    private Operation awaited(UUID id, com.google.protobuf.Duration wait) throws InterruptedException {
        return messages.message(operations.await(id, Duration.ofMillis(Durations.toMillis(wait))));
    }

    private GetOperationResponse get(Call call, GetOperationRequest request) {
        var row = seen(call, request.getOperationId());
        return GetOperationResponse.newBuilder()
                .setOperation(Veil.over(messages.message(row), call.principal()))
                .build();
    }

    private ListOperationsResponse list(Call call, ListOperationsRequest request) {
        new Validation()
                .optionalGraphId("graph_id", request.getGraphId())
                .optionalId("snapshot_id", request.getSnapshotId())
                .atMost("kinds", request.getKindsCount(), MOST_FILTERS)
                .check(
                        "kinds",
                        request.getKindsList().stream().allMatch(OperationCalls::isKind),
                        "each must be a kind of operation that this server knows")
                .atMost("states", request.getStatesCount(), MOST_FILTERS)
                .check(
                        "states",
                        request.getStatesList().stream().allMatch(OperationCalls::isState),
                        "each must be a state that an operation can have")
                .check(
                        "create_time",
                        SnapshotQueries.isSpan(request.getCreateTime()),
                        "its times must be valid, and its end must not lie before its start")
                .check();
        if (!request.getGraphId().isEmpty()) {
            call.requireGraph(request.getGraphId());
        }
        var page = pages.open(call, request);
        var rows = operations.list(query(call, request, page));
        var answer = ListOperationsResponse.newBuilder();
        rows.stream()
                .limit(page.size())
                .map(row -> Veil.over(messages.message(row), call.principal()))
                .forEach(answer::addOperations);
        if (rows.size() > page.size()) {
            answer.setNextPageToken(page.next(rows.get(page.size() - 1).id().toString()));
        }
        return answer.build();
    }

    private ListOperationDetailsResponse details(Call call, ListOperationDetailsRequest request) {
        var row = seen(call, request.getOperationId());
        var page = pages.open(call, request);
        var after = page.after().map(Long::parseLong).orElse(0L);
        var lines = operations.details(row.id(), after, page.size() + 1);
        var answer = ListOperationDetailsResponse.newBuilder();
        lines.stream().limit(page.size()).forEach(line -> answer.addDetails(line.detail()));
        if (lines.size() > page.size()) {
            answer.setNextPageToken(
                    page.next(Long.toString(lines.get(page.size() - 1).number())));
        }
        return answer.build();
    }

    private static OperationQuery query(Call call, ListOperationsRequest request, Page page) {
        var time = request.getCreateTime();
        return new OperationQuery(
                request.getKindsList().stream()
                        .map(kind -> kind.name().substring("OPERATION_KIND_".length()))
                        .toList(),
                request.getStatesList().stream()
                        .map(state -> OperationState.valueOf(state.name().substring("OPERATION_STATE_".length())))
                        .toList(),
                request.getGraphId().isEmpty() ? List.of() : List.of(request.getGraphId()),
                call.principal().scopes().patterns(),
                request.getSnapshotId().isEmpty() ? null : Validation.uuid(request.getSnapshotId()),
                moment(time.hasStartTime(), time.getStartTime()),
                moment(time.hasEndTime(), time.getEndTime()),
                page.after().map(UUID::fromString).orElse(null),
                page.size() + 1);
    }

    private static boolean isKind(OperationKind kind) {
        return kind != OperationKind.UNRECOGNIZED && kind != OperationKind.OPERATION_KIND_UNSPECIFIED;
    }

    private static boolean isState(io.graphkeep.v1.OperationState state) {
        return state != io.graphkeep.v1.OperationState.UNRECOGNIZED
                && state != io.graphkeep.v1.OperationState.OPERATION_STATE_UNSPECIFIED;
    }

    private static @Nullable OffsetDateTime moment(boolean present, com.google.protobuf.Timestamp time) {
        return present ? Timestamps.moment(time) : null;
    }

    private CancelOperationResponse cancel(Call call, CancelOperationRequest request) throws InterruptedException {
        new Validation().wait("wait", request.getWait()).check();
        var row = seen(call, request.getOperationId());
        if (!row.createdBy().equals(call.actor())) {
            call.requireRole(Role.OPERATOR, "cancel what another has started");
        }
        var asked = idempotency.once(call, request, CancelOperationResponse.getDefaultInstance(), transaction -> {
            var now = operations.cancel(transaction, row.id(), call.actor());
            return CancelOperationResponse.newBuilder()
                    .setOperation(messages.message(now))
                    .build();
        });
        var ended = asked.getOperation().hasEndTime() || Durations.toMillis(request.getWait()) == 0;
        var now = ended ? asked.getOperation() : awaited(row.id(), request.getWait());
        return asked.toBuilder().setOperation(Veil.over(now, call.principal())).build();
    }

    private void watch(Call call, WatchOperationRequest request, Outflow<WatchOperationResponse> out)
            throws InterruptedException {
        var row = seen(call, request.getOperationId());
        try (var watch = operations.watch(row.id())) {
            while (!out.isCancelled()) {
                var news = watch.next(LOOK);
                if (news.isPresent()) {
                    var message = Veil.over(messages.message(news.get()), call.principal());
                    out.send(WatchOperationResponse.newBuilder()
                            .setOperation(message)
                            .build());
                    if (message.hasEndTime()) {
                        return;
                    }
                }
            }
        }
    }

    private OperationRow seen(Call call, String id) {
        new Validation().id("operation_id", id).check();
        var row = operations.get(Validation.uuid(id));
        var graph = row.graphId();
        if (graph == null ? !call.principal().scopes().isAll() : !call.sees(graph)) {
            throw new GraphkeepException(Reason.OPERATION_NOT_FOUND, "There is no operation " + id + ".")
                    .with("operation_id", id);
        }
        return row;
    }
}
