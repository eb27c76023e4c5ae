package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.v1.VerifyLevel;
import io.graphkeep.v1.VerifyResult;
import io.graphkeep.v1.VerifySnapshotRequest;
import io.graphkeep.v1.VerifyStoreRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A verification names the files that damage hits, writes down what it found, and comes by itself in time. */
final class VerifyTest extends WithSite {
    private UUID snapshot;

    @BeforeEach
    void capture() throws IOException {
        var bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        Files.write(source.resolve("large.bin"), bytes);
        snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
    }

    @Test
    void whatIsIntactIsNotedInTheSnapshotWithLevelTimeAndOperation() throws Exception {
        var ended = verifySnapshot(VerifyLevel.VERIFY_LEVEL_PRESENCE);

        assertThat(result(ended).getIntact()).isTrue();
        var row = site.snapshot(snapshot);
        assertThat(row.verifiedLevel()).isEqualTo("PRESENCE");
        assertThat(row.verifiedIntact()).isTrue();
        assertThat(row.verifiedBy()).isEqualTo(ended.id());
        assertThat(row.verifiedAt()).isNotNull();

        var store = verifyStore();

        assertThat(store.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(site.snapshot(snapshot).verifiedLevel()).isEqualTo("CONTENT");
        assertThat(site.snapshot(snapshot).verifiedBy()).isEqualTo(store.id());
        assertThat(site.ask("SELECT count(*) FROM event WHERE kind IN ('store.verified', 'snapshot.verified')"))
                .isEqualTo("2");
    }

    @Test
    void damageFailsTheOperationAndNamesTheFileButNotInAnyEvent() throws Exception {
        var pack = damage("DATA");

        var ended = verifySnapshot(VerifyLevel.VERIFY_LEVEL_CONTENT);

        assertThat(ended.state()).isEqualTo(OperationState.FAILED);
        assertThat(BackupSite.error(ended)).contains("[STORE_DAMAGED]");
        var result = result(ended);
        assertThat(result.getIntact()).isFalse();
        assertThat(result.getCorruptSnapshotIdsList()).containsExactly(snapshot.toString());
        assertThat(result.getFindings(0).getObject()).isEqualTo(pack);
        assertThat(result.getFindings(0).getGraphId()).isEqualTo("books");
        assertThat(result.getFindings(0).getPath()).isEqualTo("file");
        assertThat(site.snapshot(snapshot).state()).isEqualTo("CORRUPT");
        assertThat(site.snapshot(snapshot).verifiedIntact()).isFalse();
        assertThat(site.ask("SELECT count(*) FROM event WHERE kind = 'store.damaged'"))
                .isEqualTo("1");
        assertThat(site.ask("SELECT count(*) FROM event WHERE details::text LIKE '%file%' OR sentence LIKE '% file %'"
                        + " AND kind <> 'snapshot.completed'"))
                .isEqualTo("0");
    }

    @Test
    void aTreeThatIsLostIsToldWithoutPaths() throws Exception {
        damage("METADATA");

        var result = result(verifyStore());

        assertThat(result.getIntact()).isFalse();
        assertThat(result.getCorruptSnapshotIdsList()).containsExactly(snapshot.toString());
        assertThat(result.getFindingsList()).isNotEmpty();
    }

    @Test
    void aScrubComesByItselfOnceInAnIntervalAndHealthTellsWhenItFallsBehind() throws Exception {
        var pace = new Scrubs.Pace(Duration.ofHours(24), Duration.ofDays(30), 1 << 30);
        var scrubs = new Scrubs(site.database(), site.parts.verifications(), pace, clock);
        assertThat(scrubs.startDue()).isFalse();
        clock.advance(Duration.ofHours(25));
        assertThat(scrubs.startDue()).isTrue();
        assertThat(scrubs.startDue()).isFalse();
        var operation = UUID.fromString(
                site.ask("SELECT id FROM operation WHERE kind = 'VERIFY_STORE' AND created_by = 'schedule'"));
        assertThat(site.ended(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(site.ask("SELECT count(*) FROM pack WHERE verified_at IS NOT NULL"))
                .isEqualTo("1");

        clock.advance(Duration.ofDays(40));

        assertThat(scrubs.standing().overdueBytes()).isPositive();
        assertThat(scrubs.startDue()).isTrue();
        operation = UUID.fromString(site.ask("SELECT id FROM operation WHERE kind = 'VERIFY_STORE' ORDER BY id DESC"));
        assertThat(site.ended(operation).state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(scrubs.standing().overdueBytes()).isZero();
    }

    private OperationRow verifySnapshot(VerifyLevel level) {
        var request = VerifySnapshotRequest.newBuilder().setLevel(level).build();
        return site.run("VERIFY_SNAPSHOT", graph, snapshot, request);
    }

    private OperationRow verifyStore() {
        var request = VerifyStoreRequest.getDefaultInstance();
        var started =
                site.database().inTransaction(tx -> site.parts.verifications().start(tx, "tester", request));
        return site.ended(started.id());
    }

    private static VerifyResult result(OperationRow ended) throws IOException {
        return unpacked(ended, VerifyResult.class);
    }

    private static <M extends Message> M unpacked(OperationRow ended, Class<M> type) throws IOException {
        assertThat(ended.result()).as(BackupSite.error(ended)).isNotNull();
        return Any.parseFrom(ended.result()).unpack(type);
    }

    private String damage(String kind) throws IOException {
        return StoredDamage.flipABitOf(site, store(), kind);
    }

    private Path store() {
        return top.resolve("home/store");
    }
}
