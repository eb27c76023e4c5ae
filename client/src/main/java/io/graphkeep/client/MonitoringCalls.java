package io.graphkeep.client;

import io.graphkeep.v1.CancelOperationRequest;
import io.graphkeep.v1.CancelOperationResponse;
import io.graphkeep.v1.CollectMetricsRequest;
import io.graphkeep.v1.CollectMetricsResponse;
import io.graphkeep.v1.CountEventsRequest;
import io.graphkeep.v1.CountEventsResponse;
import io.graphkeep.v1.GetBackupSummaryRequest;
import io.graphkeep.v1.GetBackupSummaryResponse;
import io.graphkeep.v1.GetGraphStatusRequest;
import io.graphkeep.v1.GetGraphStatusResponse;
import io.graphkeep.v1.GetHealthRequest;
import io.graphkeep.v1.GetHealthResponse;
import io.graphkeep.v1.GetMetricsRequest;
import io.graphkeep.v1.GetMetricsResponse;
import io.graphkeep.v1.GetOperationRequest;
import io.graphkeep.v1.GetOperationResponse;
import io.graphkeep.v1.GetRecoverySummaryRequest;
import io.graphkeep.v1.GetRecoverySummaryResponse;
import io.graphkeep.v1.ListEventsRequest;
import io.graphkeep.v1.ListEventsResponse;
import io.graphkeep.v1.ListOperationDetailsRequest;
import io.graphkeep.v1.ListOperationDetailsResponse;
import io.graphkeep.v1.ListOperationsRequest;
import io.graphkeep.v1.ListOperationsResponse;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.QueryHistoryRequest;
import io.graphkeep.v1.QueryHistoryResponse;
import io.graphkeep.v1.WatchEventsRequest;
import io.graphkeep.v1.WatchEventsResponse;
import io.graphkeep.v1.WatchHealthRequest;
import io.graphkeep.v1.WatchHealthResponse;
import io.graphkeep.v1.WatchOperationRequest;
import io.graphkeep.v1.WatchOperationResponse;

/**
 * The calls about health, events and operations, each as the contract has it.
 *
 * <p>Thread-safe. What fails is a {@link GraphkeepException}.
 */
public final class MonitoringCalls {
    private final Calls calls;

    MonitoringCalls(Calls calls) {
        this.calls = calls;
    }

    /** Reads an operation. */
    public GetOperationResponse getOperation(GetOperationRequest request) {
        return calls.unary(MonitoringServiceGrpc.getGetOperationMethod(), request);
    }

    /** Lists operations, newest first. */
    public ListOperationsResponse listOperations(ListOperationsRequest request) {
        return calls.unary(MonitoringServiceGrpc.getListOperationsMethod(), request);
    }

    /** Sends the operation as it is, then each change, and ends with the answer in which it has ended. */
    public MessageStream<WatchOperationResponse> watchOperation(WatchOperationRequest request) {
        return calls.stream(MonitoringServiceGrpc.getWatchOperationMethod(), request);
    }

    /** Asks for an operation to be cancelled. */
    public CancelOperationResponse cancelOperation(CancelOperationRequest request) {
        return calls.unary(MonitoringServiceGrpc.getCancelOperationMethod(), request);
    }

    /** Pages through what an operation found or decided, where its result holds the first 100 only. */
    public ListOperationDetailsResponse listOperationDetails(ListOperationDetailsRequest request) {
        return calls.unary(MonitoringServiceGrpc.getListOperationDetailsMethod(), request);
    }

    /** Tells how every component stands, from what was last seen of it. */
    public GetHealthResponse getHealth(GetHealthRequest request) {
        return calls.unary(MonitoringServiceGrpc.getGetHealthMethod(), request);
    }

    /** Sends the whole first, then each change as it happens, and a heartbeat where nothing changes. */
    public MessageStream<WatchHealthResponse> watchHealth(WatchHealthRequest request) {
        return calls.stream(MonitoringServiceGrpc.getWatchHealthMethod(), request);
    }

    /** Tells all that is known of how well one graph is protected. */
    public GetGraphStatusResponse getGraphStatus(GetGraphStatusRequest request) {
        return calls.unary(MonitoringServiceGrpc.getGetGraphStatusMethod(), request);
    }

    /** Lists events. */
    public ListEventsResponse listEvents(ListEventsRequest request) {
        return calls.unary(MonitoringServiceGrpc.getListEventsMethod(), request);
    }

    /** Sends events in the order of the log, from a cursor on, and goes on as they happen. */
    public MessageStream<WatchEventsResponse> watchEvents(WatchEventsRequest request) {
        return calls.stream(MonitoringServiceGrpc.getWatchEventsMethod(), request);
    }

    /** Counts events by kind and severity. */
    public CountEventsResponse countEvents(CountEventsRequest request) {
        return calls.unary(MonitoringServiceGrpc.getCountEventsMethod(), request);
    }

    /** Returns a series of a graph or a target over time, at most 2000 points. */
    public QueryHistoryResponse queryHistory(QueryHistoryRequest request) {
        return calls.unary(MonitoringServiceGrpc.getQueryHistoryMethod(), request);
    }

    /** Returns the present value of every metric, as {@code /metrics} has them. */
    public GetMetricsResponse getMetrics(GetMetricsRequest request) {
        return calls.unary(MonitoringServiceGrpc.getGetMetricsMethod(), request);
    }

    /** Collects metrics now rather than at the next interval. */
    public CollectMetricsResponse collectMetrics(CollectMetricsRequest request) {
        return calls.unary(MonitoringServiceGrpc.getCollectMetricsMethod(), request);
    }

    /** Answers "is everything backed up?" for all graphs in scope. */
    public GetBackupSummaryResponse getBackupSummary(GetBackupSummaryRequest request) {
        return calls.unary(MonitoringServiceGrpc.getGetBackupSummaryMethod(), request);
    }

    /** Answers "could we recover, how far back and how fast?" for all graphs in scope. */
    public GetRecoverySummaryResponse getRecoverySummary(GetRecoverySummaryRequest request) {
        return calls.unary(MonitoringServiceGrpc.getGetRecoverySummaryMethod(), request);
    }
}
