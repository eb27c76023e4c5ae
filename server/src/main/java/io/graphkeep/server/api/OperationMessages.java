package io.graphkeep.server.api;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.v1.CaptureFindings;
import io.graphkeep.v1.ErrorDetails;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationKind;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.Progress;
import java.time.Clock;
import java.time.Duration;

/** Operations as callers see them, made from the catalog's rows. */
final class OperationMessages {
    private static final String RESULT = "result";

    private final Clock clock;

    OperationMessages(Clock clock) {
        this.clock = clock;
    }

    Operation message(OperationRow row) {
        var message = Operation.newBuilder()
                .setOperationId(row.id().toString())
                .setKind(OperationKind.valueOf("OPERATION_KIND_" + row.kind()))
                .setState(
                        OperationState.valueOf("OPERATION_STATE_" + row.state().name()))
                .setProgress(progress(row))
                .setCreateTime(Timestamps.of(row.createdAt()))
                .setCreatedBy(row.createdBy())
                .setAttempt(row.attempt())
                .setCancelRequested(row.cancelRequested());
        var graphId = row.graphId();
        if (graphId != null) {
            message.setGraphId(graphId);
        }
        var graphUid = row.graphUid();
        if (graphUid != null) {
            message.setGraphUid(graphUid.toString());
        }
        var snapshotId = row.snapshotId();
        if (snapshotId != null) {
            message.setSnapshotId(snapshotId.toString());
        }
        var node = row.runsOn();
        if (node != null) {
            message.setNode(node);
        }
        var started = row.startedAt();
        if (started != null) {
            message.setStartTime(Timestamps.of(started));
        }
        var ended = row.endedAt();
        if (ended != null) {
            message.setEndTime(Timestamps.of(ended));
        }
        try {
            addOutcome(message, row);
        } catch (InvalidProtocolBufferException unreadable) {
            throw new IllegalStateException("Operation " + row.id() + " holds no readable outcome", unreadable);
        }
        return message.build();
    }

    /** Rate and time left are means since the work began: steady enough for a person, and known to every server. */
    private Progress progress(OperationRow row) {
        var progress = Progress.newBuilder()
                .setBytesDone(row.bytesDone())
                .setBytesTotal(row.bytesTotal())
                .setFilesDone(row.filesDone())
                .setFilesTotal(row.filesTotal())
                .setStep(row.step());
        var started = row.startedAt();
        if (started == null) {
            return progress.build();
        }
        var ended = row.endedAt();
        var until = ended == null ? clock.instant() : ended.toInstant();
        var millis = Duration.between(started.toInstant(), until).toMillis();
        if (millis > 0 && row.bytesDone() > 0) {
            var rate = (double) row.bytesDone() * 1000 / millis;
            progress.setBytesPerSecond((long) rate);
            if (ended == null && row.bytesTotal() > row.bytesDone()) {
                var left = (long) ((row.bytesTotal() - row.bytesDone()) / rate * 1000);
                progress.setRemaining(Durations.fromMillis(left));
            }
        }
        return progress.build();
    }

    private static void addOutcome(Operation.Builder message, OperationRow row) throws InvalidProtocolBufferException {
        var result = row.result();
        if (result != null) {
            addResult(message, Any.parseFrom(result));
            addFindings(message, row);
        }
        var error = row.error();
        if (error != null) {
            var status = Status.parseFrom(error);
            message.setError(status).setErrorDetails(details(status));
        }
    }

    /** A capture keeps them where they outlive its server, since its result is the snapshot, which names no files. */
    private static void addFindings(Operation.Builder message, OperationRow row) throws InvalidProtocolBufferException {
        var checkpoint = row.checkpoint();
        if (checkpoint != null && message.getKind() == OperationKind.OPERATION_KIND_CAPTURE) {
            message.setCaptureFindings(CaptureFindings.parseFrom(checkpoint));
        }
    }

    /** Puts a result into the field of the contract's oneof that has its type. */
    private static void addResult(Operation.Builder message, Any result) throws InvalidProtocolBufferException {
        var typeName = result.getTypeUrl().substring(result.getTypeUrl().lastIndexOf('/') + 1);
        for (var field : Operation.getDescriptor().getOneofs().stream()
                .filter(oneof -> oneof.getName().equals(RESULT))
                .flatMap(oneof -> oneof.getFields().stream())
                .toList()) {
            if (field.getMessageType().getFullName().equals(typeName)) {
                ByteString bytes = result.getValue();
                message.setField(
                        field,
                        message.newBuilderForField(field).mergeFrom(bytes).build());
                return;
            }
        }
        throw new InvalidProtocolBufferException("No operation has a result of type " + typeName);
    }

    private static ErrorDetails details(Status status) throws InvalidProtocolBufferException {
        var details = ErrorDetails.newBuilder();
        for (var detail : status.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                details.setErrorInfo(detail.unpack(ErrorInfo.class));
            } else if (detail.is(BadRequest.class)) {
                details.setBadRequest(detail.unpack(BadRequest.class));
            } else if (detail.is(RetryInfo.class)) {
                details.setRetryInfo(detail.unpack(RetryInfo.class));
            } else if (detail.is(ResourceInfo.class)) {
                details.setResourceInfo(detail.unpack(ResourceInfo.class));
            }
        }
        return details.build();
    }
}
