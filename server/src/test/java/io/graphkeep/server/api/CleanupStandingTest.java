package io.graphkeep.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import io.graphkeep.server.backup.CleanupStanding;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.RunCleanupRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the catalog says of how cleanups went: what health is made of. */
class CleanupStandingTest {
    @TempDir
    private Path directory;

    private BackupFixture fixture;
    private CleanupStanding cleanups;

    @BeforeEach
    void open() throws IOException {
        fixture = new BackupFixture(directory);
        fixture.engine.start();
        fixture.sql("UPDATE instance SET created_at = '" + OffsetDateTime.now(fixture.clock) + "'");
        cleanups = new CleanupStanding(fixture.test.database(), Duration.ofHours(24), fixture.clock);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aRefusedCleanupIsTheLastUntilAWholeOneWentThrough() {
        fixture.garbage.refusal = new GraphkeepException(Reason.CLEANUP_REFUSED, "Objects are missing.");
        var refused = run(RunCleanupRequest.getDefaultInstance());
        fixture.garbage.refusal = null;
        run(RunCleanupRequest.newBuilder().setDryRun(true).build());
        run(RunCleanupRequest.newBuilder().setRetentionOnly(true).build());

        var last = last();
        assertThat(last.operation()).hasToString(refused.getOperationId());
        assertThat(last.why()).hasValueSatisfying(why -> assertThat(why).contains("Objects are missing."));

        var passed = run(RunCleanupRequest.getDefaultInstance());

        assertThat(last().operation()).hasToString(passed.getOperationId());
        assertThat(last().why()).isEmpty();
    }

    @Test
    void whatWasNotDoneForTwoIntervalsIsOverdueWhetherOneEverEndedOrNot() {
        assertThat(cleanups.standing()).isEqualTo(new CleanupStanding.Standing(null, false));
        fixture.pass(Duration.ofHours(50));
        assertThat(cleanups.standing()).isEqualTo(new CleanupStanding.Standing(null, true));

        run(RunCleanupRequest.getDefaultInstance());
        assertThat(cleanups.standing().isOverdue()).isFalse();
        fixture.pass(Duration.ofHours(50));
        assertThat(cleanups.standing().isOverdue()).isTrue();
    }

    private CleanupStanding.Ended last() {
        return Objects.requireNonNull(cleanups.standing().last());
    }

    private Operation run(RunCleanupRequest request) {
        return fixture.operator()
                .runCleanup(
                        request.toBuilder().setWait(Durations.fromSeconds(20)).build())
                .getOperation();
    }
}
