package io.graphkeep.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import org.junit.jupiter.api.Test;

class GraphkeepExceptionTest {
    @Test
    void everyDetailOfAServersErrorIsRead() {
        var violation = BadRequest.FieldViolation.newBuilder()
                .setField("graph_id")
                .setDescription("has a slash")
                .build();
        var status = Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT.value())
                .setMessage("The graph_id is not valid.")
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain("graphkeep")
                        .setReason("INVALID_ARGUMENT")
                        .putMetadata("graph_id", "a/b")
                        .build()))
                .addDetails(Any.pack(
                        BadRequest.newBuilder().addFieldViolations(violation).build()))
                .addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setSeconds(3))
                        .build()))
                .build();

        var error = GraphkeepException.of(StatusProto.toStatusRuntimeException(status));

        assertThat(error.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(error.reason()).isEqualTo("INVALID_ARGUMENT");
        assertThat(error.sentence()).isEqualTo("The graph_id is not valid.");
        assertThat(error.metadata()).containsEntry("graph_id", "a/b");
        assertThat(error.violations()).containsExactly("graph_id: has a slash");
        assertThat(error.retryAfter()).isEqualTo(java.time.Duration.ofSeconds(3));
    }

    @Test
    void aFailureThatNoServerExplainedHasNoReason() {
        var error = GraphkeepException.of(
                io.grpc.Status.UNAVAILABLE.withDescription("io exception").asRuntimeException());

        assertThat(error.reason()).isEmpty();
        assertThat(error.sentence()).isEqualTo("io exception");
    }

    @Test
    void detailsOfAnotherDomainAreNotTakenForOurs() {
        var status = Status.newBuilder()
                .setCode(Code.NOT_FOUND.value())
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain("elsewhere.example")
                        .setReason("X")
                        .build()))
                .build();

        assertThat(GraphkeepException.of(status).reason()).isEmpty();
    }
}
