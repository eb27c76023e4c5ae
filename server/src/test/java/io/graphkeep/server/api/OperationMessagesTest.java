package io.graphkeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.server.security.SettableClock;
import io.graphkeep.v1.CaptureFindings;
import io.graphkeep.v1.PathFinding;
import io.graphkeep.v1.Snapshot;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OperationMessagesTest {
    private static final CaptureFindings FINDINGS = CaptureFindings.newBuilder()
            .addFindings(PathFinding.newBuilder().setPath("a.sock"))
            .setFindingsTotal(1)
            .build();

    private final SettableClock clock = new SettableClock();

    @Test
    void aCaptureThatIsDoneTellsWhatItSkippedBesideItsSnapshot() {
        var result = Any.pack(Snapshot.newBuilder().setGraphId("books").build()).toByteArray();

        var message = new OperationMessages(clock).message(row(OperationState.SUCCEEDED, result));

        assertThat(message.getCaptureFindings()).isEqualTo(FINDINGS);
        assertThat(message.getSnapshot().getGraphId()).isEqualTo("books");
    }

    @Test
    void aCaptureThatIsNotDoneTellsNothingYet() {
        var message = new OperationMessages(clock).message(row(OperationState.RUNNING, null));

        assertThat(message.hasCaptureFindings()).isFalse();
    }

    private OperationRow row(OperationState state, byte @Nullable [] result) {
        var now = OffsetDateTime.now(clock);
        return new OperationRow(
                new UUID(0, 1),
                "CAPTURE",
                state,
                new UUID(0, 2),
                "books",
                new UUID(0, 3),
                "here",
                new byte[0],
                FINDINGS.toByteArray(),
                1,
                null,
                null,
                null,
                now,
                false,
                0,
                0,
                0,
                0,
                "",
                result,
                null,
                1,
                now,
                "tester",
                now,
                null);
    }
}
