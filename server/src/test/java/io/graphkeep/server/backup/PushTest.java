package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.Scopes;
import io.graphkeep.transfer.push.DirectoryPush;
import io.graphkeep.transfer.push.PushProgress;
import io.graphkeep.transfer.push.PushRequest;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.PushOpen;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushTest extends WithSource {
    private static final long SEED = 20269;

    PushTest() {
        super(ahead());
    }

    @BeforeEach
    void fill() throws IOException {
        site.addPushedGraph("pushed", "{}");
        NastyDirectory.fill(source, SEED);
        Files.createDirectories(source.resolve("linked"));
        Files.createLink(source.resolve("linked/one"), source.resolve("kv_store.json"));
    }

    @Test
    void whatIsPushedIsWhatACaptureTakes() throws Exception {
        var captured = site.capture(graph);

        var pushed = push(new PushPipe(site));

        var want = Received.of(site, DownloadSnapshotRequest.newBuilder().setSnapshotId(captured.getSnapshotId()));
        var got = Received.of(site, DownloadSnapshotRequest.newBuilder().setSnapshotId(pushed.getSnapshotId()));
        assertThat(got.paths()).isEqualTo(want.paths());
        for (var i = 0; i < want.headers.size(); i++) {
            assertThat(got.headers.get(i)).isEqualTo(want.headers.get(i));
        }
        want.contents.forEach(
                (path, bytes) -> assertThat(got.content(path)).as(path).isEqualTo(bytes));
        assertThat(pushed.getCounts().getFiles()).isEqualTo(captured.getCounts().getFiles());
        assertThat(pushed.getStoredBytes())
                .as("what another graph has is recognised")
                .isLessThan(60_000);
        assertThat(pushed.getNewBytes()).isEqualTo(captured.getNewBytes());
    }

    @Test
    void anUnchangedDirectoryCostsNextToNothing() throws Exception {
        push(new PushPipe(site));
        var pipe = new PushPipe(site);

        var again = push(pipe);

        assertThat(pipe.payload()).isZero();
        assertThat(again.getNewBytes()).isZero();
        assertThat(again.getStoredBytes()).isZero();
        assertThat(pipe.sent).hasSizeLessThan(5);
    }

    @Test
    void aSmallChangeTravelsAlone() throws Exception {
        var text = LongText.of(new Random(SEED), 4 << 20);
        Files.write(source.resolve("text.json"), text);
        push(new PushPipe(site));
        text[2_000_000] ^= 1;
        Files.write(source.resolve("text.json"), text);
        Files.writeString(source.resolve("another"), "small");
        var pipe = new PushPipe(site);

        var changed = push(pipe);

        assertThat(pipe.payload()).isLessThan(60_000);
        var got = Received.of(site, DownloadSnapshotRequest.newBuilder().setSnapshotId(changed.getSnapshotId()));
        assertThat(got.content("text.json")).isEqualTo(text);
        assertThat(got.content("another")).asString().isEqualTo("small");
        assertThat(got.content("kv_store.json")).isEqualTo(Files.readAllBytes(source.resolve("kv_store.json")));
    }

    @Test
    void whatMovesWhileItIsReadIsFuzzyAndWhatDoesNotIsGradedAsACaptureGradesIt() throws Exception {
        var quiet = push(new PushPipe(site));
        var stopped = push(request("pushed", Consistency.CONSISTENCY_STOPPED), PushProgress.SILENT);
        var moved = push(request("pushed", Consistency.CONSISTENCY_STOPPED), new PushProgress() {
            @Override
            public void file(String path, long bytes, boolean unchanged) {
                try {
                    Files.writeString(source.resolve("born meanwhile"), path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });

        assertThat(quiet.getConsistency()).isEqualTo(Consistency.CONSISTENCY_QUIESCED);
        assertThat(stopped.getConsistency()).isEqualTo(Consistency.CONSISTENCY_STOPPED);
        assertThat(moved.getConsistency()).isEqualTo(Consistency.CONSISTENCY_FUZZY);
    }

    @Test
    void whatBrokeGoesOnWhereItWas() throws Exception {
        Files.write(source.resolve("text.json"), LongText.of(new Random(SEED), 8 << 20));
        var whole = new PushPipe(site);
        site.addPushedGraph("whole", "{}");
        new DirectoryPush(source, request("whole"), PushProgress.SILENT, site.clock).over(whole);
        var durable = new AtomicLong();
        var push = new DirectoryPush(source, request("pushed"), telling(durable), site.clock);
        var sent = 0L;
        Snapshot made = null;

        for (var frames = 4; made == null; frames += 6) {
            var pipe = new PushPipe(site).breakAfter(frames);
            try {
                made = push.over(pipe);
            } catch (CancellationException broken) {
                assertThat(site.ask("SELECT state FROM operation WHERE id = '" + push.session() + "'"))
                        .isEqualTo("QUEUED");
            }
            sent += pipe.payload();
        }

        assertThat(sent).as("payload of all streams").isLessThan(whole.payload() * 3 / 2);
        assertThat(durable)
                .as("the last frame that the push knew to be durable")
                .hasPositiveValue();
        var got = Received.of(site, DownloadSnapshotRequest.newBuilder().setSnapshotId(made.getSnapshotId()));
        assertThat(got.content("text.json")).isEqualTo(Files.readAllBytes(source.resolve("text.json")));
        assertThat(site.ask("SELECT count(*) FROM session WHERE state = 'OPEN'"))
                .isEqualTo("0");
        assertThat(site.ask("SELECT count(*) FROM operation WHERE state IN ('QUEUED', 'RUNNING')"))
                .isEqualTo("0");
    }

    @Test
    void aCommitWhoseAnswerWasLostIsAnsweredAgain() throws Exception {
        var pipe = new PushPipe(site);
        var made = push(pipe);
        var commit = pipe.sent.get(pipe.sent.size() - 1);
        var open = PushOpen.newBuilder(pipe.sent.get(0).getOpen()).setSessionId(made.getSnapshotId());
        var session = site.ask("SELECT id FROM operation WHERE snapshot_id = '" + made.getSnapshotId() + "'");
        var again = new PushPipe(site);

        again.send(PushSnapshotRequest.newBuilder()
                .setOpen(open.setSessionId(session))
                .build());
        again.receive();
        again.send(commit);

        assertThat(again.receive().getCommitted().getSnapshot()).isEqualTo(made);
        assertThat(site.ask("SELECT count(*) FROM snapshot")).isEqualTo("1");
    }

    @Test
    void whoBeginsAnewTakesThePlaceOfWhatHeLeft() throws Exception {
        var left = new DirectoryPush(source, request("pushed"), PushProgress.SILENT, site.clock);
        assertThatThrownBy(() -> left.over(new PushPipe(site).breakAfter(3))).isInstanceOf(CancellationException.class);

        var made = push(new PushPipe(site));

        assertThat(made.getState().name()).isEqualTo("SNAPSHOT_STATE_COMPLETED");
        assertThat(site.ask("SELECT state FROM operation WHERE id = '" + left.session() + "'"))
                .as("it has not failed: that would tell on the graph's health")
                .isEqualTo("CANCELLED");
        assertThat(site.ask("SELECT count(*) FROM session WHERE state = 'OPEN'"))
                .isEqualTo("0");
    }

    @Test
    void whoBeginsAnewIsNotAskedForWhatHeLeft() throws Exception {
        Files.write(source.resolve("text.json"), LongText.of(new Random(SEED), 8 << 20));
        var broken = new PushPipe(site).breakAfter(20);
        var killed = new DirectoryPush(source, request("pushed"), PushProgress.SILENT, site.clock);
        assertThatThrownBy(() -> killed.over(broken)).isInstanceOf(CancellationException.class);
        site.addPushedGraph("whole", "{}");
        var whole = new PushPipe(site);
        new DirectoryPush(source, request("whole"), PushProgress.SILENT, site.clock).over(whole);
        var another = new PushPipe(site);

        var made = push(another);

        assertThat(broken.payload()).isGreaterThan(whole.payload() / 3);
        assertThat(broken.payload() + another.payload()).isLessThan(whole.payload() * 5 / 4);
        var got = Received.of(site, DownloadSnapshotRequest.newBuilder().setSnapshotId(made.getSnapshotId()));
        assertThat(got.content("text.json")).isEqualTo(Files.readAllBytes(source.resolve("text.json")));
        assertThat(site.ask("SELECT count(*) FROM session WHERE state = 'OPEN'"))
                .isEqualTo("0");
    }

    @Test
    void aDirectoryThatHasBecomeEmptyIsTakenOnlyWhenThatIsAsked() throws Exception {
        push(new PushPipe(site));
        source = Files.createDirectory(top.resolve("unmounted"));

        assertThatThrownBy(() -> push(new PushPipe(site)))
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CAPTURE_EMPTY));
        var asked = new PushRequest("pushed", Map.of(), "", Consistency.CONSISTENCY_UNSPECIFIED, "", true);
        var made = push(asked, PushProgress.SILENT);

        assertThat(made.getCounts().getFiles()).isZero();
        assertThat(site.ask("SELECT count(*) FROM snapshot")).isEqualTo("2");
    }

    @Test
    void nobodyElseIsGivenWhatWasLeft() throws Exception {
        var left = new DirectoryPush(source, request("pushed"), PushProgress.SILENT, site.clock);
        assertThatThrownBy(() -> left.over(new PushPipe(site).breakAfter(6))).isInstanceOf(CancellationException.class);
        var other = new PushPipe(site, new Principal(new UUID(0, 7), "other", Role.AGENT, Scopes.all(), null));

        assertThatThrownBy(() -> push(other))
                .satisfies(failure ->
                        assertThat(((GraphkeepException) failure).reason()).isEqualTo(Reason.CAPTURE_RUNNING));
        assertThat(site.ask("SELECT state FROM operation WHERE id = '" + left.session() + "'"))
                .isEqualTo("QUEUED");
    }

    private Snapshot push(PushPipe pipe) throws Exception {
        return new DirectoryPush(source, request("pushed"), PushProgress.SILENT, site.clock).over(pipe);
    }

    private static PushProgress telling(AtomicLong durable) {
        return new PushProgress() {
            @Override
            public void durable(long sequence) {
                durable.set(sequence);
            }
        };
    }

    private Snapshot push(PushRequest request, PushProgress progress) throws Exception {
        return new DirectoryPush(source, request, progress, site.clock).over(new PushPipe(site));
    }

    static PushRequest request(String graph) {
        return request(graph, Consistency.CONSISTENCY_UNSPECIFIED);
    }

    private static PushRequest request(String graph, Consistency consistency) {
        return new PushRequest(graph, Map.of(), "", consistency, "");
    }
}
