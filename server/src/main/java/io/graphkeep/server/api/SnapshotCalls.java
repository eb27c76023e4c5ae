package io.graphkeep.server.api;

import io.graphkeep.server.backup.BackupParts;
import io.graphkeep.server.backup.FileFilter;
import io.graphkeep.server.backup.PathText;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.CreateSnapshotRequest;
import io.graphkeep.v1.CreateSnapshotResponse;
import io.graphkeep.v1.DeleteSnapshotRequest;
import io.graphkeep.v1.DeleteSnapshotResponse;
import io.graphkeep.v1.GetSnapshotRequest;
import io.graphkeep.v1.GetSnapshotResponse;
import io.graphkeep.v1.ListSnapshotFilesRequest;
import io.graphkeep.v1.ListSnapshotFilesResponse;
import io.graphkeep.v1.ListSnapshotsRequest;
import io.graphkeep.v1.ListSnapshotsResponse;
import io.graphkeep.v1.UpdateSnapshotRequest;
import io.graphkeep.v1.UpdateSnapshotResponse;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;

/** The calls about snapshots, but for their restore. What is out of a caller's scope is not there. */
final class SnapshotCalls {
    private static final Set<String> CHANGEABLE = Set.of("labels", "description", "hold");
    private static final String SNAPSHOT_ID = "snapshot_id";
    private static final String GRAPH_ID = "graph_id";
    private static final int LONGEST_NOTE = 1024;
    private static final int LONGEST_ETAG = 64;
    private static final int LONGEST_PREFIX = 3 * TreePath.MAX_BYTES;

    private final BackupParts parts;
    private final StartedOperations started;
    private final Idempotency idempotency;
    private final Pages pages;
    private final Clock clock;

    SnapshotCalls(BackupParts parts, StartedOperations started, Idempotency idempotency, Pages pages, Clock clock) {
        this.parts = parts;
        this.started = started;
        this.idempotency = idempotency;
        this.pages = pages;
        this.clock = clock;
    }

    void addTo(ServiceMethods service) {
        service.unary(BackupServiceGrpc.getCreateSnapshotMethod(), this::create)
                .unary(BackupServiceGrpc.getGetSnapshotMethod(), this::get)
                .unary(BackupServiceGrpc.getListSnapshotsMethod(), this::list)
                .unary(BackupServiceGrpc.getUpdateSnapshotMethod(), this::update)
                .unary(BackupServiceGrpc.getDeleteSnapshotMethod(), this::delete)
                .unary(BackupServiceGrpc.getListSnapshotFilesMethod(), this::files);
    }

    private CreateSnapshotResponse create(Call call, CreateSnapshotRequest request) throws InterruptedException {
        var checks = new Validation()
                .graphId(GRAPH_ID, request.getGraphId())
                .labels("labels", request.getLabelsMap())
                .text("description", request.getDescription(), 0, LONGEST_NOTE)
                .wait("wait", request.getWait());
        if (request.hasHold()) {
            HoldChecks.check(checks, "hold", request.getHold(), clock);
        }
        checks.check();
        call.requireGraph(request.getGraphId());
        var answer = idempotency.onceLooked(
                call,
                request,
                CreateSnapshotResponse.getDefaultInstance(),
                () -> parts.captures().look(call.principal(), request),
                (transaction, looked) -> CreateSnapshotResponse.newBuilder()
                        .setOperation(
                                started.message(parts.captures().start(transaction, call.principal(), looked, request)))
                        .build());
        return answer.toBuilder()
                .setOperation(started.awaited(call, answer.getOperation(), request.getWait()))
                .build();
    }

    private GetSnapshotResponse get(Call call, GetSnapshotRequest request) {
        named(call, request.getSnapshotId(), request.getGraphId());
        var found = parts.snapshots()
                .get(call.principal(), request.getSnapshotId(), request.getGraphId(), request.getIncludePartial());
        return GetSnapshotResponse.newBuilder()
                .setSnapshot(Veil.over(found, call.principal()))
                .build();
    }

    private ListSnapshotsResponse list(Call call, ListSnapshotsRequest request) {
        SnapshotQueries.check(request);
        if (!request.getGraphId().isEmpty()) {
            call.requireGraph(request.getGraphId());
        }
        var page = pages.open(call, request);
        var graph = request.getGraphId().isEmpty()
                ? null
                : parts.snapshots().graphUid(call.principal(), request.getGraphId());
        var found = parts.snapshots().list(SnapshotQueries.of(call, request, graph, page, clock));
        var answer = ListSnapshotsResponse.newBuilder();
        found.stream()
                .limit(page.size())
                .map(snapshot -> Veil.over(snapshot, call.principal()))
                .forEach(answer::addSnapshots);
        if (found.size() > page.size()) {
            answer.setNextPageToken(page.next(SnapshotQueries.cursor(found.get(page.size() - 1))));
        }
        return answer.build();
    }

    private UpdateSnapshotResponse update(Call call, UpdateSnapshotRequest request) {
        var asked = request.getSnapshot();
        var mask = request.getUpdateMask().getPathsList();
        var checks = new Validation()
                .id("snapshot.snapshot_id", asked.getSnapshotId())
                .optionalGraphId("snapshot.graph_id", asked.getGraphId())
                .labels("snapshot.labels", asked.getLabelsMap())
                .text("snapshot.description", asked.getDescription(), 0, LONGEST_NOTE)
                .text("etag", request.getEtag(), 0, LONGEST_ETAG)
                .check("update_mask", !mask.isEmpty(), "it must name the fields to change")
                .check("update_mask", CHANGEABLE.containsAll(mask), "only labels, description and hold can be changed");
        if (mask.contains("hold") && asked.hasHold()) {
            HoldChecks.check(checks, "snapshot.hold", asked.getHold(), clock);
        }
        checks.check();
        if (!asked.getGraphId().isEmpty()) {
            call.requireGraph(asked.getGraphId());
        }
        var answer = idempotency.once(
                call,
                request,
                UpdateSnapshotResponse.getDefaultInstance(),
                transaction -> UpdateSnapshotResponse.newBuilder()
                        .setSnapshot(parts.snapshots().update(transaction, call.principal(), request))
                        .build());
        parts.snapshots().settle();
        return answer.toBuilder()
                .setSnapshot(Veil.over(answer.getSnapshot(), call.principal()))
                .build();
    }

    private DeleteSnapshotResponse delete(Call call, DeleteSnapshotRequest request) {
        new Validation()
                .id(SNAPSHOT_ID, request.getSnapshotId())
                .text("etag", request.getEtag(), 0, LONGEST_ETAG)
                .check();
        var answer = idempotency.once(
                call,
                request,
                DeleteSnapshotResponse.getDefaultInstance(),
                transaction -> DeleteSnapshotResponse.newBuilder()
                        .setSnapshot(parts.snapshotDeletions().start(transaction, call.principal(), request))
                        .build());
        parts.snapshotDeletions().finish(Validation.uuid(request.getSnapshotId()), call.principal());
        return answer.toBuilder()
                .setSnapshot(Veil.over(answer.getSnapshot(), call.principal()))
                .build();
    }

    private ListSnapshotFilesResponse files(Call call, ListSnapshotFilesRequest request) {
        var prefix = PathText.parse(request.getPathPrefix());
        new Validation()
                .text("path_prefix", request.getPathPrefix(), 0, LONGEST_PREFIX)
                .check("path_prefix", prefix != null, "a percent sign begins %XX")
                .check();
        named(call, request.getSnapshotId(), request.getGraphId());
        var page = pages.open(call, request);
        var cursor = page.after().map(FileCursor::parse);
        var snapshot = cursor.map(FileCursor::snapshot)
                .orElseGet(() -> parts.snapshotFiles().resolve(call.principal(), request));
        var filter = new FileFilter(
                cursor.map(FileCursor::path).orElse(null), Objects.requireNonNull(prefix), request.getProblemsOnly());
        if (cursor.isPresent()) {
            parts.snapshotFiles().requireReadable(call.principal(), snapshot);
        }
        var found = parts.snapshotFiles().list(snapshot, filter, page.size() + 1);
        var answer = ListSnapshotFilesResponse.newBuilder();
        found.stream().limit(page.size()).forEach(file -> answer.addFiles(file.message()));
        if (found.size() > page.size()) {
            var last = found.get(page.size() - 1).path();
            answer.setNextPageToken(page.next(new FileCursor(snapshot, last).text()));
        }
        return answer.build();
    }

    private static void named(Call call, String snapshotId, String graphId) {
        new Validation()
                .snapshotId(SNAPSHOT_ID, snapshotId, graphId)
                .optionalGraphId(GRAPH_ID, graphId)
                .check();
        if (!graphId.isEmpty()) {
            call.requireGraph(graphId);
        }
    }
}
