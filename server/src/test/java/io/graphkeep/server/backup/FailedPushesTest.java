package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.push.DirectoryPush;
import io.graphkeep.transfer.push.PushProgress;
import io.graphkeep.v1.DeleteSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.PushOpen;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server fails is no end of a push, and whatever happens the server lets go of it. */
class FailedPushesTest extends WithSource {
    private static final long SEED = 20270;
    private static final int BYTES = 8 << 20;

    FailedPushesTest() {
        super(ahead());
    }

    @BeforeEach
    void fill() throws IOException {
        site.addPushedGraph("pushed", "{}");
        Files.write(source.resolve("text.json"), LongText.of(new Random(SEED), BYTES));
        site.sql("""
            CREATE FUNCTION lost() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'terminating connection' USING ERRCODE = '57P01'; END $$\
            """);
    }

    @Test
    void aDatabaseThatIsAwayForAMomentEndsNoPush() throws Exception {
        var push = push();
        loses("BEFORE INSERT ON segment");

        fails(push, new PushPipe(site), Reason.DATABASE_UNAVAILABLE);

        assertLeft(push);
        works("segment");
        goesOn(push);
        assertNothingIsLeft();
    }

    @Test
    void aStoreThatFailsForAMomentEndsNoPush() throws Exception {
        var push = push();
        assertThatThrownBy(() -> push.over(new PushPipe(site).breakAfter(20)))
                .isInstanceOf(CancellationException.class);
        site.objects.failBeforePut("packs/");
        var failed = new PushPipe(site);

        fails(push, failed, Reason.STORE_UNAVAILABLE);

        assertLeft(push);
        site.objects.works();
        goesOn(push);
        assertNothingIsLeft();
    }

    @Test
    void aSessionThatCannotBeEndedKeepsNothingOfItsOperation() throws Exception {
        loses("BEFORE UPDATE OF state ON session");
        var pipe = new PushPipe(site);
        pipe.send(PushSnapshotRequest.newBuilder()
                .setOpen(PushOpen.newBuilder()
                        .setGraphId("pushed")
                        .setChunker("graphkeep-1")
                        .setFormatVersion(1))
                .build());
        pipe.receive();

        pipe.send(PushSnapshotRequest.getDefaultInstance());

        assertThat(pipe.failure())
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PROTOCOL_VIOLATION));
        pipe.close();
        assertThat(site.engine.running()).isZero();
        assertThat(site.ask("SELECT state FROM operation")).isEqualTo("FAILED");
        works("session");
        assertWhole(push().over(new PushPipe(site)));
    }

    @Test
    void aResumptionThatFailsGivesBackWhatItHasClaimed() throws Exception {
        push().over(new PushPipe(site));
        Files.write(source.resolve("more.json"), LongText.of(new Random(SEED + 1), BYTES));
        var push = push();
        assertThatThrownBy(() -> push.over(new PushPipe(site).breakAfter(20)))
                .isInstanceOf(CancellationException.class);
        site.sql("ALTER TABLE snapshot ADD COLUMN good bytea");
        site.sql("UPDATE snapshot SET good = segments, segments = '\\x0102' WHERE state = 'COMPLETED'");

        fails(push, new PushPipe(site), Reason.STORE_DAMAGED);

        assertLeft(push);
        site.sql("UPDATE snapshot SET segments = good WHERE state = 'COMPLETED'");
        assertWhole(push.over(new PushPipe(site)));
        assertNothingIsLeft();
    }

    @Test
    void aBeginningThatFailsKeepsWhatItWasToGoOnWith() throws Exception {
        var broken = new PushPipe(site).breakAfter(20);
        assertThatThrownBy(() -> push().over(broken)).isInstanceOf(CancellationException.class);
        loses("BEFORE INSERT ON snapshot");
        fails(push(), new PushPipe(site), Reason.DATABASE_UNAVAILABLE);
        works("snapshot");
        var again = new PushPipe(site);

        assertWhole(push().over(again));

        var content = Files.readAllBytes(source.resolve("text.json"));
        assertThat(broken.payload()).isPositive();
        assertThat(again.payload()).isLessThan(payloadOf(content) - broken.payload() / 2);
        assertNothingIsLeft();
    }

    @Test
    void aServerThatStopsWaitsUntilAPushIsPutDown() throws Exception {
        var push = push();
        var pipe = new PushPipe(site).breakAfter(20);
        var stop = new CompletableFuture<String>();
        site.objects.beforePut("packs/", () -> {
            Thread.ofVirtual().start(() -> stop(stop));
            // As long as a stop takes that waits for nobody.
            assertThatThrownBy(() -> stop.get(3, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        });

        assertThatThrownBy(() -> push.over(pipe)).isInstanceOf(CancellationException.class);

        assertThat(stop.get(30, TimeUnit.SECONDS)).isEqualTo("QUEUED");
        assertThat(site.ask("SELECT count(*) > 0 FROM segment")).isEqualTo("t");
    }

    @Test
    void aCommitWhoseSnapshotWasDeletedSinceIsToldSo() throws Exception {
        var pipe = new PushPipe(site);
        var push = push();
        var made = push.over(pipe);
        delete(made);
        var again = new PushPipe(site);

        again.send(PushSnapshotRequest.newBuilder()
                .setOpen(pipe.sent.get(0).getOpen().toBuilder().setSessionId(push.session()))
                .build());
        again.receive();
        again.send(pipe.sent.get(pipe.sent.size() - 1));

        assertThat(again.failure())
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SNAPSHOT_NOT_FOUND));
    }

    @Test
    void aCommitOfWhichTheServerLostTheAnswerIsAnsweredWhenItIsRepeated() throws Exception {
        var pipe = new PushPipe(site);
        var push = push();
        var made = push.over(pipe);
        // As it is left where the catalog went away between the commit and the operation's end.
        site.sql("UPDATE operation SET state = 'QUEUED', ended_at = NULL, result = NULL");
        var again = new PushPipe(site);

        again.send(PushSnapshotRequest.newBuilder()
                .setOpen(pipe.sent.get(0).getOpen().toBuilder().setSessionId(push.session()))
                .build());
        again.receive();
        again.send(pipe.sent.get(pipe.sent.size() - 1));

        assertThat(again.receive().getCommitted().getSnapshot()).isEqualTo(made);
    }

    private void stop(CompletableFuture<String> stopped) {
        try {
            site.engine.stop(Duration.ofSeconds(20));
            stopped.complete(site.ask("SELECT state FROM operation"));
        } catch (InterruptedException e) {
            stopped.completeExceptionally(e);
        }
    }

    private void delete(Snapshot snapshot) {
        var deletions = site.parts.snapshotDeletions();
        var request = DeleteSnapshotRequest.newBuilder()
                .setSnapshotId(snapshot.getSnapshotId())
                .setForce(true)
                .build();
        site.database().inTransaction(tx -> deletions.start(tx, WithLostCatalog.ANN, request));
        deletions.finish(UUID.fromString(snapshot.getSnapshotId()), WithLostCatalog.ANN);
    }

    private long payloadOf(byte[] content) throws Exception {
        site.addPushedGraph("whole", "{}");
        var whole = new PushPipe(site);
        new DirectoryPush(source, PushTest.request("whole"), PushProgress.SILENT, site.clock).over(whole);
        assertThat(content.length).isPositive();
        return whole.payload();
    }

    private DirectoryPush push() {
        return new DirectoryPush(source, PushTest.request("pushed"), PushProgress.SILENT, site.clock);
    }

    private void loses(String when) {
        site.sql("CREATE TRIGGER lost " + when + " FOR EACH ROW EXECUTE FUNCTION lost()");
    }

    private void works(String table) {
        site.sql("DROP TRIGGER lost ON " + table);
    }

    private static void fails(DirectoryPush push, PushPipe pipe, Reason reason) {
        assertThatThrownBy(() -> push.over(pipe))
                .isInstanceOfSatisfying(
                        GraphkeepException.class,
                        e -> assertThat(e.reason()).as(e.sentence()).isEqualTo(reason));
        pipe.close();
    }

    /** As the client goes on whose commit was not answered: it says it again, and begins anew where too little is durable. */
    private void goesOn(DirectoryPush push) throws Exception {
        fails(push, new PushPipe(site), Reason.SEGMENT_UNKNOWN);
        assertLeft(push);
        assertWhole(push().over(new PushPipe(site)));
    }

    /** It is nobody's, and there to be gone on with. */
    private void assertLeft(DirectoryPush push) {
        assertThat(site.ask("SELECT state FROM operation WHERE id = '" + push.session() + "'"))
                .isEqualTo("QUEUED");
        assertThat(site.ask("SELECT count(*) FROM session WHERE state = 'OPEN' AND operation_id = '" + push.session()
                        + "'"))
                .isEqualTo("1");
        assertThat(site.engine.running()).isZero();
    }

    private void assertNothingIsLeft() {
        assertThat(site.ask("SELECT count(*) FROM operation WHERE state IN ('QUEUED', 'RUNNING')"))
                .isEqualTo("0");
        assertThat(site.ask("SELECT count(*) FROM session WHERE state = 'OPEN'"))
                .isEqualTo("0");
    }

    private void assertWhole(Snapshot made) throws Exception {
        var got = Received.of(site, DownloadSnapshotRequest.newBuilder().setSnapshotId(made.getSnapshotId()));
        assertThat(got.content("text.json")).isEqualTo(Files.readAllBytes(source.resolve("text.json")));
    }
}
