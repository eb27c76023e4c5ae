package io.graphkeep.server.errors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import io.graphkeep.server.errors.GraphkeepException.FieldViolation;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ErrorStatusTest {
    @Test
    void aFailureCarriesReasonDomainMetadataAndResource() throws Exception {
        var failure =
                new GraphkeepException(Reason.GRAPH_NOT_FOUND, "There is no graph books.").with("graph_id", "books");

        var status = ErrorStatus.of(failure);

        assertThat(status.getCode()).isEqualTo(5);
        assertThat(status.getMessage())
                .startsWith("There is no graph books. ")
                .endsWith(Reason.GRAPH_NOT_FOUND.advice());
        var info = status.getDetails(0).unpack(ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo("GRAPH_NOT_FOUND");
        assertThat(info.getDomain()).isEqualTo("graphkeep");
        assertThat(info.getMetadataMap()).containsEntry("graph_id", "books");
        var resource = status.getDetails(1).unpack(ResourceInfo.class);
        assertThat(resource.getResourceType()).isEqualTo("graph");
        assertThat(resource.getResourceName()).isEqualTo("books");
    }

    @Test
    void everyWrongFieldIsNamed() throws Exception {
        var failure = GraphkeepException.invalid(List.of(
                new FieldViolation("graph_id", "it is required"), new FieldViolation("page_size", "too large")));

        var request = ErrorStatus.of(failure).getDetails(1).unpack(BadRequest.class);

        assertThat(request.getFieldViolationsList())
                .extracting(BadRequest.FieldViolation::getField)
                .containsExactly("graph_id", "page_size");
    }

    @Test
    void adviceToTryAgainCarriesItsDelay() throws Exception {
        var failure = new GraphkeepException(Reason.TOO_MANY_REQUESTS, "Too fast.").retryAfter(Duration.ofMillis(1500));

        var retry = ErrorStatus.of(failure).getDetails(1).unpack(RetryInfo.class);

        assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(1);
        assertThat(retry.getRetryDelay().getNanos()).isEqualTo(500_000_000);
    }

    @Test
    void theWholeStaysUnderFourKibibytesWhateverItQuotes() {
        var long1 = "ß漢😀".repeat(5_000);
        var violations = IntStream.range(0, 500)
                .mapToObj(n -> new FieldViolation("field" + n + long1, long1))
                .toList();
        var failure = GraphkeepException.invalid(violations).retryAfter(Duration.ofSeconds(1));
        for (var n = 0; n < 100; n++) {
            failure = failure.with("key" + n + long1, long1);
        }

        var status = ErrorStatus.of(failure);

        assertThat(status.getSerializedSize()).isLessThan(4096);
        assertThat(status.getMessage()).contains("…");
    }

    @Test
    void aCutNeverSplitsACharacter() {
        var failure = new GraphkeepException(Reason.INTERNAL, "😀".repeat(1_000));

        assertThat(ErrorStatus.of(failure).getMessage())
                .doesNotContain("\uFFFD")
                .contains("😀…");
    }
}
